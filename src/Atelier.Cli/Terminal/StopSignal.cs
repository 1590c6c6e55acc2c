using System.Runtime.InteropServices;

namespace Atelier.Cli;

/// <summary>Ctrl-C (SIGINT), SIGTERM and a terminal that is closed (SIGHUP): the first asks the work to stop, a second ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;

    /// <param name="error">Told that the program is stopping.</param>
    public StopSignal(TextWriter error)
    {
        _error = error;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Takes the signals' default meaning up again.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Not canceled, the second signal keeps its default meaning: the process dies of it, native threads and all.
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        _error.WriteLine();
        _error.WriteLine("Stopping after the current step; once more ends at once.");
        _source.Cancel();
    }
}
