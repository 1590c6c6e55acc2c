namespace Atelier.Jobs.Networks;

/// <summary>The networks that jobs can see with. Thread-safe.</summary>
public sealed class NetworkCatalogue
{
    internal NetworkCatalogue()
    {
    }

    /// <summary>The embedded network, those in the user's cache, and official ones that could be pulled.</summary>
    public IReadOnlyList<NetworkChoice> List() => throw new NotSupportedException();
}

/// <summary>A network that can be named in <see cref="Options.JobOptions.Network"/>.</summary>
/// <param name="Name">To name it by.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">One sentence.</param>
/// <param name="IsDefault">Whether it is the one that is used where none is named.</param>
/// <param name="IsHere">Whether it is on this machine; another must be pulled first (<c>atelier weights pull</c>).</param>
public sealed record NetworkChoice(string Name, string Title, string Description, bool IsDefault, bool IsHere);
