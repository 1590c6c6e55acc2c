namespace Atelier.Bench.Harness;

/// <summary>One side's way of doing the measured work, set up and ready to run again and again.</summary>
public interface IWorkload : IDisposable
{
    /// <summary>Does the work once.</summary>
    /// <returns>The loss, by which the harness checks that both sides do the same work; NaN where they need not agree.</returns>
    double Run();

    /// <summary>Peak of the resident memory in MiB, of whichever process does the work; this one by default.</summary>
    double PeakMebibytes => PeakMemory.OfThisProcess();
}
