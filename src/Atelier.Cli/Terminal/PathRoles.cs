using Atelier.Core;

namespace Atelier.Cli;

/// <summary>Which file is what in one run of a command. One that is written must not be another that is read or written, or it would be lost.</summary>
internal sealed class PathRoles
{
    private readonly Dictionary<string, string> _names = new(RealPath.Comparer);

    /// <param name="inputs">What the command reads, each with the name that the command line gives it.</param>
    public PathRoles(IEnumerable<(string Name, string Path)> inputs)
    {
        foreach (var (name, path) in inputs)
            Read(name, path);
    }

    /// <summary>Gives a file that is read its role; it may have several of the kind.</summary>
    public void Read(string name, string path) => _names.TryAdd(RealPath.Of(path), name);

    /// <summary>Gives a file that is going to be written its role.</summary>
    /// <param name="name">What the command line calls it, for example <c>--checkpoint</c>.</param>
    /// <param name="path">Through links or not.</param>
    /// <exception cref="UsageException">It has one already.</exception>
    public void Claim(string name, string path)
    {
        Refuse(name, path);
        _names[RealPath.Of(path)] = name;
    }

    /// <summary>Refuses a file that is going to be written, but keeps no role for it.</summary>
    /// <exception cref="UsageException">It has another role.</exception>
    public void Refuse(string name, string path)
    {
        if (_names.TryGetValue(RealPath.Of(path), out var other) && other != name)
            throw new UsageException($"{path}: is both {other} and {name}; name another file for one of them.");
    }

    /// <summary>The files with a role.</summary>
    public IEnumerable<string> Paths => _names.Keys;
}
