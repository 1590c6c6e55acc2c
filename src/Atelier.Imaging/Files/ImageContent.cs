using NetVips;

namespace Atelier.Imaging;

/// <summary>Where an image file's bytes are.</summary>
internal abstract record ImageContent(string Name)
{
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
