namespace Atelier.Cli;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>Something went wrong: a file, the machine, the computation.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong, whatever the files and the machine.</summary>
    public const int WrongUsage = 2;

    /// <summary>The user (SIGINT, SIGTERM, SIGHUP) stopped the work.</summary>
    public const int Stopped = 130;
}
