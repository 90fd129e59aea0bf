namespace DeepPuzzles.Experiments.Reporting;

/// <summary>The look of the report's page; the figures bring their own sheet.</summary>
internal static class ReportStyle
{
    public const string Sheet = """
        :root{--ink:#1d2228;--soft:#56606b;--line:#e1e5e9;--page:#f6f7f8;--paper:#fff;--link:#0a5ea8;
          --good:#0b6b43;--good-bg:#dff3e8;--half:#7a4d00;--half-bg:#fbeecb;--bad:#a5292f;--bad-bg:#fbe3e2;--open:#4a5560;--open-bg:#e9ecef;--show:#2a4fa0;--show-bg:#e3eafb;--alarm:#fff;--alarm-bg:#a5292f}
        *{box-sizing:border-box}
        html{color-scheme:light dark;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:1120px;margin:0 auto;padding:56px 24px 96px}
        h1,h2,h3{line-height:1.2;font-weight:650;letter-spacing:-.012em;margin:0;text-wrap:balance}
        h1{font-size:2.3rem;max-width:24em}
        h2{font-size:1.6rem}
        h3{font-size:1.08rem}
        a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.06em}
        a:hover{text-decoration-thickness:.12em}
        code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
        q,cite{font-style:normal}
        .over{margin:0 0 6px;color:var(--soft);font-size:.86rem;letter-spacing:.02em}
        .lead{font-size:1.12rem;max-width:44em;color:var(--ink);margin:14px 0 0}
        .key{color:var(--soft);font-size:.86rem;max-width:60em;margin:8px 0 0}
        .num{font-variant-numeric:tabular-nums}
        .ci{color:var(--soft);white-space:nowrap}
        .hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}

        .summary{list-style:none;display:flex;flex-wrap:wrap;gap:10px 26px;margin:28px 0 0;padding:0}
        .summary b{font-size:1.7rem;font-weight:650;margin-right:6px;font-variant-numeric:tabular-nums;vertical-align:-.1em}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(158px,1fr));gap:16px 28px;margin:30px 0 0}
        .facts dt{font-size:.8rem;color:var(--soft)}
        .facts dd{margin:1px 0 0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}

        .chip{display:inline-block;white-space:nowrap;border-radius:99px;padding:2px 11px 2px 9px;font-size:.84rem;font-weight:600;line-height:1.5;color:var(--open);background:var(--open-bg)}
        .v-Reproduced{color:var(--good);background:var(--good-bg)}
        .v-Partial{color:var(--half);background:var(--half-bg)}
        .v-NotReproduced{color:var(--bad);background:var(--bad-bg)}
        .v-ControlFailed{color:var(--alarm);background:var(--alarm-bg)}
        .v-Demonstrated{color:var(--show);background:var(--show-bg)}
        .pass{color:var(--good);white-space:nowrap}
        .fail{color:var(--bad);font-weight:600}
        .open{color:var(--half);white-space:nowrap}

        section{margin-top:72px}
        .part{border-top:1px solid var(--line);padding-top:48px}
        table{border-collapse:collapse;width:100%;font-size:.94rem}
        th,td{text-align:left;vertical-align:top;padding:9px 18px 9px 0;border-top:1px solid var(--line)}
        th:last-child,td:last-child{padding-right:0}
        thead th{border-top:0;color:var(--soft);font-size:.8rem;font-weight:500;vertical-align:bottom}
        .claims{margin-top:18px}
        .claims tbody tr.puzzle th{border-top:2px solid var(--line);padding-top:26px;padding-bottom:4px;font-size:1.05rem;font-weight:650}
        .claims tbody tr.puzzle code{font-weight:400;margin-left:8px}
        .claims tbody tr.quote td{border-top:0;padding-top:2px;color:var(--soft);max-width:60em}
        .claims .metric{min-width:12em}
        .claims td[data-label=Bar],.verdict{white-space:nowrap}
        .claims .pic{padding-top:8px;width:160px}
        .strip{display:block;width:150px;height:22px}
        .strip path{stroke:var(--ink);fill:none}
        .strip .ground{stroke:var(--line)}
        .strip .bar{stroke-width:2}
        .strip .none{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:1.5 2.5}
        .strip .ci{stroke:var(--link);stroke-width:3;stroke-linecap:round}
        .strip circle{fill:var(--link)}

        .verdicts{list-style:none;margin:22px 0 0;padding:0;display:grid;gap:8px}
        .verdicts li{display:flex;gap:12px;align-items:baseline}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:28px;margin:32px 0 0;align-items:start}
        figure{margin:0;min-width:0;background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:hidden}
        figure.wide{grid-column:1/-1}
        .figures figure:only-child:not(.wide){max-width:680px}
        .scroll{overflow-x:auto;padding:8px}
        .scroll svg[viewBox]{display:block}
        .scroll>div>svg{width:100%;height:auto;max-width:none!important}
        .scroll>div{margin:0 auto}
        figcaption{padding:0 22px 20px;font-size:.9rem;color:var(--soft);max-width:52em}

        article.claim{margin-top:32px;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:24px}
        article.claim header{display:flex;flex-wrap:wrap;gap:8px 16px;justify-content:space-between;align-items:baseline}
        article.claim .quote{color:var(--soft);margin:8px 0 0;max-width:60em}
        article.claim cite{white-space:normal}
        article.claim cite::before{content:"– "}
        article.claim cite:empty{display:none}
        article.claim .pic{margin-top:16px}
        article.claim .strip{width:220px;height:32px}
        article.claim .facts{margin-top:16px;gap:14px 28px}
        .note{margin:18px 0 0;max-width:60em}
        .controls{margin-top:22px}
        .controls small{display:block;color:var(--soft);font-size:.86rem}
        .controls+details,.note+details,dl+details{margin-top:14px}
        .part>h3{margin-top:40px}
        .notes{margin:10px 0 0;padding-left:1.2em;max-width:60em}
        .notes li{margin-top:6px}
        details.settings{margin-top:40px}
        summary{cursor:pointer;color:var(--link);font-size:.94rem}
        details p{margin:8px 0 0;font-size:.92rem}
        .plain{margin-top:12px;width:auto}
        .plain th{font-weight:500;color:var(--soft);white-space:nowrap}
        .plain td{overflow-wrap:anywhere}
        .back{margin:36px 0 0;font-size:.9rem}
        :focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:3px}

        @media (max-width:760px){
          main{padding:32px 16px 64px}
          h1{font-size:1.75rem}
          h2{font-size:1.35rem}
          section{margin-top:52px}
          .part{padding-top:36px}
          .facts{grid-template-columns:repeat(2,minmax(0,1fr));gap:14px 20px}
          .verdicts li{flex-direction:column;gap:2px}
          .figures{margin-left:-8px;margin-right:-8px;gap:18px}
          .scroll{padding:2px}
          figcaption{padding:4px 16px 16px}
          article.claim{padding:18px 16px;margin-left:-8px;margin-right:-8px}
          .claims thead,.controls thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
          .claims,.claims tbody,.claims tr,.claims td,.claims th,.controls,.controls tbody,.controls tr,.controls td{display:block;width:auto;border:0;padding:0}
          .claims tbody tr.puzzle{border-top:2px solid var(--line);margin-top:26px}
          .claims tbody tr.puzzle th{border:0;padding:16px 0 0}
          .claims tbody tr.puzzle code{display:block;margin:2px 0 0}
          .claims tr.quote{margin-top:6px}
          .claims tr.claim,.controls tbody tr{padding:14px 0}
          .claims tr.claim+tr.claim,.claims tr.claim+tr.quote,.controls tr+tr{border-top:1px solid var(--line)}
          .claims tr.claim+tr.quote{padding-top:14px}
          .claims .metric{font-weight:600;min-width:0}
          .claims td,.controls td{margin-top:3px}
          .claims td.pic{width:auto;padding:2px 0}
          .claims td.verdict{margin-top:8px}
          td[data-label]::before{content:attr(data-label) " ";color:var(--soft);font-size:.86rem;display:inline-block;min-width:5.2em}
          .plain th,.plain td{display:block;border:0;padding:0;white-space:normal}
          .plain tr{display:block;border-top:1px solid var(--line);padding:8px 0}
        }
        @media screen and (prefers-color-scheme:dark){
          :root{--ink:#e7e9ec;--soft:#a3acb6;--line:#2d333b;--page:#0f1216;--paper:#16191e;--link:#74b6f2;
            --good:#7fdcae;--good-bg:#12352a;--half:#f0c66a;--half-bg:#3a2d10;--bad:#ff9d98;--bad-bg:#431d1f;--open:#c3cad1;--open-bg:#2a3038;--show:#a5bffb;--show-bg:#1e2a49;--alarm:#fff;--alarm-bg:#b3343a}
        }
        @media print{
          :root{--page:#fff}
          body{font-size:10.5pt}
          main{max-width:none;padding:0}
          .part{break-before:page;border:0;padding-top:0;margin-top:0}
          figure,article.claim,tr{break-inside:avoid}
          .chip{border:1px solid currentColor;-webkit-print-color-adjust:exact;print-color-adjust:exact}
          .back{display:none}
          details::details-content{content-visibility:visible;display:block}
          .scroll{overflow:visible}
          .figures{grid-template-columns:1fr 1fr}
        }

        """;
}
