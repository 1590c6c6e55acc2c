using NetVips;

namespace Atelier.Imaging;

/// <summary>Where an image file's bytes are.</summary>
internal abstract record ImageContent(string Name)
{
    // Of what comes through a pipe; more than any picture that can be read.
    private const int MostPiped = 1 << 30;

    /// <summary>The file at a path; what comes through a pipe is read at once, as it comes only once.</summary>
    public static ImageContent At(string path)
    {
        var file = new AtPath(path);
        if (Directory.Exists(path) || !File.Exists(path))
            return file;
        try
        {
            using var stream = file.Open();
            return stream.CanSeek ? file : Read(path, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>All that a stream still holds.</summary>
    /// <exception cref="ImageFileException">That is more than a picture can be.</exception>
    public static InMemory Read(string name, Stream stream)
    {
        var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        while (stream.Read(block) is var count and > 0)
        {
            if (bytes.Length + count > MostPiped)
                throw new ImageFileException(name, $"brings more than {MostPiped >> 20} MiB; save it as a file.");
            bytes.Write(block, 0, count);
        }
        return new(name, bytes.ToArray());
    }

    /// <summary>A seekable stream at the first byte.</summary>
    public abstract Stream Open();

    /// <summary>The same for libvips.</summary>
    public abstract Source OpenSource();

    /// <summary>The whole file in memory.</summary>
    public abstract InMemory Load();

    /// <summary>A file on disk.</summary>
    public sealed record AtPath(string Path) : ImageContent(Path)
    {
        /// <inheritdoc/>
        public override Stream Open()
        {
            if (Directory.Exists(Path))
                throw new ImageFileException(Path, "is a folder, not an image file.");
            if (!File.Exists(Path))
                throw new ImageFileException(Path, "does not exist; check the name.");
            return new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        }

        /// <inheritdoc/>
        public override Source OpenSource() => Source.NewFromFile(System.IO.Path.GetFullPath(Path));

        /// <inheritdoc/>
        public override InMemory Load() => new(Path, File.ReadAllBytes(Path));
    }

    /// <summary>A whole file in memory.</summary>
    public sealed record InMemory(string Name, byte[] Bytes) : ImageContent(Name)
    {
        /// <inheritdoc/>
        public override Stream Open() => new MemoryStream(Bytes, writable: false);

        /// <inheritdoc/>
        public override Source OpenSource() => Source.NewFromMemory(Bytes);

        /// <inheritdoc/>
        public override InMemory Load() => this;
    }
}
