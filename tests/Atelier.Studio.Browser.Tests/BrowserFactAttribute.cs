using System.Runtime.CompilerServices;

namespace Atelier.Studio.Browser.Tests;

/// <summary>A fact that needs a browser; it is skipped, by name, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public BrowserFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (Chromium.Path is null)
            Skip = "needs Chromium (Debian: apt-get install chromium)";
    }

    /// <summary>An environment variable that must be set, or the test is skipped.</summary>
    public string OnlyWith
    {
        get;
        init
        {
            field = value;
            if (Environment.GetEnvironmentVariable(value) is null)
                Skip = $"needs {value}";
        }
    } = "";
}
