using Atelier.Core;

namespace Atelier.Fuzz;

/// <summary>A reader of Atelier's that takes bytes from strangers.</summary>
/// <param name="name">As the command line has it.</param>
public abstract class FuzzTarget(string name) : IDisposable
{
    /// <summary>As the command line has it, and the corpus.</summary>
    public string Name => name;

    /// <summary>What a reader looks for: keywords, keys, magic numbers. They are put in anywhere.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>The most bytes that an input may cost: decoded, none is larger than a million pixels or the file's own tensors.</summary>
    public virtual long MostBytes => 256L << 20;

    /// <summary>Small inputs that are right, to begin with.</summary>
    /// <param name="folder">To write files in.</param>
    public abstract IEnumerable<byte[]> Seeds(string folder);

    /// <summary>Changes an input; a target whose format has checksums or parts makes them right again, or nothing beyond them would ever be read.</summary>
    /// <param name="input">The input.</param>
    /// <param name="edit">Changes bytes at random.</param>
    /// <param name="random">For choices.</param>
    public virtual byte[] Mutate(byte[] input, Func<byte[], byte[]> edit, Random random) => edit(input);

    /// <summary>Reads an input to the end.</summary>
    /// <param name="input">The input.</param>
    /// <param name="folder">To write it into, where the reader takes files.</param>
    /// <returns>What it was, in a word or two.</returns>
    public abstract string Read(byte[] input, string folder);

    /// <summary>Whether an exception is how this reader refuses what is wrong.</summary>
    public virtual bool IsRefusal(Exception exception) => exception is AtelierException;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what <see cref="Read"/> began.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Writes an input to a file of its own.</summary>
    protected static string Write(byte[] input, string folder, string file)
    {
        ArgumentNullException.ThrowIfNull(input);
        var path = Path.Combine(folder, file);
        // A new file costs less than an old one cut to nothing, which file systems take care to get onto the disk.
        File.Delete(path);
        File.WriteAllBytes(path, input);
        return path;
    }
}
