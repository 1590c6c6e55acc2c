namespace Atelier.Studio.Browser.Tests;

/// <summary>A studio that the tests of a class share.</summary>
public sealed class OpenStudio : IAsyncLifetime
{
    private readonly TemporaryPath _data = new();

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
