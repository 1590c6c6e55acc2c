[assembly: AssemblyFixture(typeof(Atelier.Studio.Browser.Tests.OpenStudio))]

namespace Atelier.Studio.Browser.Tests;

/// <summary>A studio that all tests share; a class that kills it, or wants an empty wall, has one of its own.</summary>
public sealed class OpenStudio : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    /// <summary>It.</summary>
    public StudioProcess Process { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is not null)
            Process = await StudioProcess.StartAsync(_data["data"]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Process?.Dispose();
        _data.Dispose();
        return ValueTask.CompletedTask;
    }
}
