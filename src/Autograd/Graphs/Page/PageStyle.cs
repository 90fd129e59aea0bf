namespace DeepPuzzles.Autograd;

/// <summary>The look of the page, and what steps through it. Colours are those of the puzzles' report.</summary>
internal static class PageStyle
{
    internal const string Sheet = """
        :root{--ink:#1d2228;--soft:#56606b;--line:#e1e5e9;--edge:#98a1ab;--page:#f6f7f8;--paper:#fff;--value:#0067a3;--grad:#c14f00;--leaf:#007d5b;--glow:#e5f1f9;--glow-back:#fdeee2}
        *{box-sizing:border-box}
        html{color-scheme:light dark;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--ink);font:20px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        header{padding:20px 28px 14px}
        h1{font-size:1.5rem;line-height:1.2;font-weight:650;letter-spacing:-.012em;margin:0;overflow-wrap:anywhere}
        header p{margin:4px 0 0;color:var(--soft);font-size:.8rem}
        .v{color:var(--value)}.g{color:var(--grad)}.l{color:var(--leaf)}
        header .v,header .g,header .l{font-weight:600}
        b.v,b.g,span.v,.sum,.so-far,code,dt{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        main{display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,26rem);gap:0 24px;padding:0 28px 28px;align-items:start}
        .drawing{background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:auto}
        .graph{display:block;margin:auto;width:100%;min-width:calc(var(--w)*.62);max-width:calc(var(--w)*1.6)}
        .graph text{text-anchor:middle;fill:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .graph .name{font-size:19px;font-weight:650}
        .graph .soft{font-size:13px;fill:var(--soft)}
        .graph .value,.graph .grad{font-size:17px;font-weight:600}
        .graph .value,.graph .grad,.graph .soft,.part text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        .graph .value{fill:var(--value)}
        .graph .grad,.graph .part text{fill:var(--grad)}
        .part text{font-size:15px}
        .part rect{fill:var(--paper)}
        .node rect{fill:var(--paper);stroke:var(--edge);stroke-width:1.6}
        .leaf rect{stroke:var(--leaf);stroke-width:2}
        .constant rect{stroke-dasharray:5 4}
        .sign rect{stroke-width:1.2;fill:var(--page)}
        .cut{stroke:var(--edge);stroke-width:1.6;stroke-dasharray:2 4}
        .edge{fill:none;stroke:var(--edge);stroke-width:1.8;marker-end:url(#tip)}
        .tip{fill:var(--edge)}.tip-now{fill:var(--value)}.tip-back{fill:var(--grad)}
        .walk{min-width:0}
        .bar,.keys{display:none}
        ol,ul{list-style:none;margin:0;padding:0}
        .step{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:14px 20px 18px;margin-bottom:12px}
        .kicker{margin:0;color:var(--value);font-size:.75rem;font-weight:600}
        .rule .kicker,.start .kicker,.stopped .kicker{color:var(--grad)}
        h2{font-size:1.15rem;line-height:1.3;font-weight:500;margin:2px 0 8px;overflow-wrap:anywhere}
        small{color:var(--soft);font-size:.72rem;font-weight:400}
        .step p{margin:8px 0 0}
        .result b{font-size:1.5rem}
        pre{margin:12px 0 8px;padding:10px 12px;background:var(--page);border-radius:7px;white-space:pre-wrap}
        code{font-size:.95rem}
        dl{margin:0;font-size:.86rem}
        dl div{display:flex;gap:10px;margin-top:3px}
        dt{flex:none;min-width:2.2em;color:var(--soft)}
        dt::after{content:" ="}
        dd{margin:0;min-width:0}
        .gives{font-size:1.05rem}
        .gives>b.g{font-size:1.2rem}
        .so-far{display:block}
        .step li{margin-top:6px;overflow-wrap:anywhere}

        .js body{height:100vh;height:100dvh;display:flex;flex-direction:column}
        .js main{flex:1;min-height:0;grid-template-rows:minmax(0,1fr)}
        .js .drawing{height:100%}
        .js .graph{width:min(100%,calc((100dvh - 7.6rem)*var(--r)));min-width:calc(var(--w)*.7)}
        .js .walk{max-height:100%;overflow:auto}
        .js .bar{display:flex;gap:8px;align-items:center;margin-bottom:12px}
        .js .keys{display:block;margin:0;color:var(--soft);font-size:.72rem}
        .js .bar output{flex:1;text-align:center;font-variant-numeric:tabular-nums;white-space:nowrap}
        button{font:inherit;line-height:1;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:8px;min-width:48px;height:48px;cursor:pointer}
        button:disabled{opacity:.35;cursor:default}
        .js .step{margin:0}
        @media screen{
          .js .step[hidden]{display:none}
          .js .node,.js .edge{transition:opacity .15s}
          .js .node:not(.on){opacity:.38}
          .js .edge:not(.on){opacity:.3}
          .js .node:not(.on) .value,.js .node:not(.got) .grad,.js .part:not(.got){visibility:hidden}
          .js .node.now rect{stroke:var(--value);stroke-width:3;fill:var(--glow)}
          .js .edge.now{stroke:var(--value);stroke-width:3;marker-end:url(#tip-now)}
          .js .backward .node.now rect{stroke:var(--grad);fill:var(--glow-back)}
          .js .backward .edge.now{stroke:var(--grad);marker-end:none;marker-start:url(#tip-back)}
          .js .part.now text{font-weight:700}
        }
        :focus-visible{outline:2px solid var(--value);outline-offset:2px;border-radius:8px}
        @media (max-width:860px){
          body{font-size:17px}
          header{padding:12px 14px 10px}
          h1{font-size:1.25rem}
          main{display:block;padding:0 14px 14px}
          .drawing{margin-bottom:12px}
          .js main{display:flex;flex-direction:column;align-items:stretch}
          .js .drawing{flex:1 1 55%;height:auto;min-height:0;margin-bottom:8px}
          .js .graph{width:min(100%,calc(44dvh*var(--r)));min-width:calc(var(--w)*.66)}
          .js .walk{flex:0 1 auto;max-height:52%}
          .js .keys{display:none}
          .js .bar{position:sticky;top:0;margin:0;padding-bottom:8px;background:var(--page)}
          button{height:44px}
        }
        @media screen and (prefers-color-scheme:dark){
          :root{--ink:#e7e9ec;--soft:#a3acb6;--line:#2d333b;--edge:#6d7782;--page:#0f1216;--paper:#16191e;--value:#5fb6ec;--grad:#ff9a63;--leaf:#34cb9b;--glow:#12293a;--glow-back:#3a2213}
        }
        @media (prefers-reduced-motion:reduce){.js .node,.js .edge{transition:none}}
        @media print{
          :root{--page:#fff}
          body,.js body{font-size:11pt;height:auto;display:block}
          header,main{padding:0 0 10pt}
          main,.js main{display:block}
          .bar,.js .bar,.keys,.js .keys{display:none}
          .drawing,.js .drawing,.js .walk{overflow:visible;height:auto;max-height:none;border:0;margin-bottom:12pt}
          .graph,.js .graph{width:100%;min-width:0;max-height:24cm}
          .step,.js .step[hidden]{display:block;break-inside:avoid;margin-bottom:8pt}
        }

        """;

    internal const string Script = """
        (() => {
          const d = document, root = d.documentElement, steps = [...d.querySelectorAll('.step')], lit = [...d.querySelectorAll('[data-at]')];
          const $ = id => d.getElementById(id);
          let now = steps.length;
          const asked = () => { const m = /^#step=(\d+)$/.exec(location.hash); return m ? +m[1] : now; };
          function show(step, write) {
            now = Math.min(steps.length, Math.max(1, step));
            const current = steps[now - 1], hot = new Set(current.dataset.hot.split(' '));
            steps.forEach(s => { s.hidden = s !== current; });
            for (const e of lit) {
              e.classList.toggle('on', +e.dataset.at <= now);
              e.classList.toggle('got', +e.dataset.g <= now);
              e.classList.toggle('now', hot.has(e.id));
            }
            d.querySelector('.graph').classList.toggle('backward', !/given|forward/.test(current.className));
            $('where').textContent = now + ' of ' + steps.length;
            $('first').disabled = $('back').disabled = now === 1;
            $('next').disabled = $('last').disabled = now === steps.length;
            if (write) {
              try { history.replaceState(null, '', '#step=' + now); } catch { location.hash = 'step=' + now; }
            }
            // What the step is about is seen; at the end, and so on opening, the output.
            const ends = current.matches('.end,.stopped');
            for (const id of ends ? [d.querySelector('.drawing').dataset.output] : [...hot].reverse())
              $(id)?.scrollIntoView({ block: 'nearest', inline: ends ? 'center' : 'nearest' });
          }
          const go = { first: () => 1, back: () => now - 1, next: () => now + 1, last: () => steps.length };
          for (const id in go) $(id).addEventListener('click', () => show(go[id](), true));
          const keys = { ArrowRight: 'next', PageDown: 'next', ArrowLeft: 'back', PageUp: 'back', Home: 'first', End: 'last' };
          d.addEventListener('keydown', e => {
            if (!keys[e.key] || e.ctrlKey || e.altKey || e.metaKey) return;
            e.preventDefault();
            show(go[keys[e.key]](), true);
          });
          // A turned phone; one whose bars come and go keeps its width, and its place.
          let width = innerWidth;
          addEventListener('resize', () => {
            if (width !== innerWidth) show(now, false);
            width = innerWidth;
          });
          addEventListener('hashchange', () => show(asked(), false));
          root.classList.add('js');
          show(asked(), false);
        })();

        """;
}
