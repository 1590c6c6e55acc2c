using System.CommandLine;
using Atelier.Studio;

namespace Atelier.Cli;

/// <summary><c>atelier studio</c>: the web page and the API, until stopped.</summary>
internal sealed class StudioCommand : AtelierCommand
{
    private readonly Option<string[]> _urls = new("--urls")
    {
        Description = "Addresses to listen on; port 0 picks a free one. Anything but loopback requires --api-key.",
        HelpName = "addresses",
        DefaultValueFactory = _ => [.. new StudioOptions().Urls],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _key = new("--api-key")
    {
        Description = "Key that visitors must present, 16 characters or more; better set as ATELIER_API_KEY, which other users of this machine cannot see.",
        HelpName = "key",
    };

    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Do not open the page in a browser." };
    private readonly WorkerOptions _workers = new();
    private readonly LimitOptions _limits = new();

    /// <param name="streams">Where to write.</param>
    public StudioCommand(Streams streams)
        : base(streams, "studio", "Serve the studio: a web page for painting, and an API for programs.",
            "atelier studio",
            "ATELIER_API_KEY=$(openssl rand -hex 16) atelier studio --urls http://0.0.0.0:5114 --data /srv/atelier --no-browser")
    {
        Add(_urls);
        Add(_key);
        Add(_noBrowser);
        Add(_workers);
        Add(_limits);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var options = Invocation.Build(() => new StudioOptions
        {
            Urls = call.Get(_urls),
            ApiKey = call.Get(_key) ?? (Environment.GetEnvironmentVariable("ATELIER_API_KEY") is { Length: > 0 } key ? key : null),
            JobHost = _limits.Read(call, _workers.Read(call)),
        });
        await using var studio = await StudioApp.StartAsync(options, stop);
        call.Finish(new { Url = studio.Urls[0], studio.Urls, Data = options.JobHost.DataFolder }, $"The studio is open at {studio.Urls[0]} (Ctrl-C closes it).");
        if (!call.IsJson && !call.Get(_noBrowser))
            Browser.TryOpen(studio.Urls[0]);
        await Task.Delay(Timeout.Infinite, stop);
        return ExitCode.Done;
    }
}
