using Atelier.Core;
using Atelier.Jobs;

namespace Atelier.Studio;

/// <summary>Where a studio listens, where it keeps its data, and whom it lets in.</summary>
public sealed record StudioOptions
{
    private const int ShortestKey = 16;

    /// <summary>Addresses to listen on, as <c>http://HOST:PORT</c>; port 0 picks a free one. Anything but loopback requires <see cref="ApiKey"/>. Default http://127.0.0.1:5114.</summary>
    public IReadOnlyList<string> Urls { get; init => field = Require.NotEmpty(value); } = ["http://127.0.0.1:5114"];

    /// <summary>The key that requests must carry; 16 characters or more. Null, the default, lets everyone on this machine in.</summary>
    public string? ApiKey
    {
        get;
        init => field = value is null or { Length: >= ShortestKey }
            ? value
            : throw new ArgumentException($"An API key must have {ShortestKey} characters or more.", nameof(value));
    }

    /// <summary>Where jobs and pictures are kept, and how much of the machine they may use.</summary>
    public JobHostOptions JobHost { get; init; } = new();

    /// <summary>The limits for visitors.</summary>
    public StudioLimits Limits { get; init; } = new();
}
