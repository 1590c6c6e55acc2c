using System.Diagnostics;

namespace Atelier.Testing;

/// <summary>Programs of the checkout in processes of their own.</summary>
public static class DotnetProcess
{
    /// <summary>How to start one, with output and errors redirected.</summary>
    /// <remarks>
    /// A shell that starts the tests in the background has them ignore SIGINT, and <c>nohup</c> SIGHUP, which children inherit and programs
    /// respect: <c>env</c>, which becomes the program, gives the signals their meaning back.
    /// </remarks>
    /// <param name="program">The path of its <c>.dll</c>.</param>
    /// <param name="args">What follows on its command line.</param>
    public static ProcessStartInfo Start(string program, params string[] args)
    {
        string[] line = [.. OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP"] : (string[])[], "dotnet", program, .. args];
        return new(line[0], line[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
    }
}
