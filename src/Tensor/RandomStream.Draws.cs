namespace DeepPuzzles.Tensors;

// Drawing the same numbers again.
public sealed partial class RandomStream
{
    /// <summary>Where each stream stood when it was first drawn from: so a computation with chance in it can be repeated with the same numbers.
    /// On one thread.</summary>
    /// <example><code>
    /// var draws = new RandomStream.Draws();
    /// using (draws.Record()) first = f(x);
    /// using (draws.Repeat()) again = f(x);       // the same bits; afterwards the streams go on where they were
    /// </code></example>
    public sealed class Draws
    {
        [ThreadStatic]
        private static Recording? t_recording;

        private readonly Dictionary<RandomStream, ulong> _starts = [];

        /// <summary>Notes the streams that are drawn from on this thread until the result is disposed.</summary>
        public Scope Record()
        {
            var scope = new Scope(t_recording, []);
            t_recording = new Recording(this, t_recording);
            return scope;
        }

        /// <summary>Sets the noted streams back to where they stood, until the result is disposed; then they go on where they were.</summary>
        public Scope Repeat()
        {
            // What is drawn for the second time is no news for those who record around this.
            var scope = new Scope(t_recording, [.. _starts.Keys.Select(stream => (stream, stream._draw))]);
            t_recording = null;
            foreach ((RandomStream stream, ulong start) in _starts) stream._draw = start;
            return scope;
        }

        internal static void Note(RandomStream stream)
        {
            for (Recording? recording = t_recording; recording is not null; recording = recording.Enclosing) recording.Draws._starts.TryAdd(stream, stream._draw);
        }

        // The enclosing one is that of the scope and not of the draws, which may be recorded inside a recording of themselves.
        internal sealed record Recording(Draws Draws, Recording? Enclosing);

        /// <summary>Puts the former state back when disposed.</summary>
        public readonly struct Scope : IDisposable
        {
            private readonly Recording? _former;
            private readonly (RandomStream Stream, ulong Draw)[] _present;

            internal Scope(Recording? former, (RandomStream Stream, ulong Draw)[] present) => (_former, _present) = (former, present);

            /// <inheritdoc/>
            public void Dispose()
            {
                t_recording = _former;
                foreach ((RandomStream stream, ulong draw) in _present) stream._draw = draw;
            }
        }
    }

    private ulong NextDraw()
    {
        Draws.Note(this);
        return _draw++;
    }
}
