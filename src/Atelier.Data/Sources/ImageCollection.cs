using System.Security.Cryptography;
using Atelier.Imaging;
using static System.FormattableString;

namespace Atelier.Data;

/// <summary>
/// Images with classes: a folder or .tar file with a folder for each class, or with <c>train</c> and <c>val</c> folders of such
/// folders, or images whose names begin with their classes (<c>cat.0.jpg</c>), or images that a CSV file labels. Folders wrapped around all
/// of that are ignored; what else is left out is said in <see cref="Remarks"/>. Thread-safe.
/// </summary>
public sealed class ImageCollection
{
    private const int SignatureLength = 512;

    private readonly FileStore _store;

    private ImageCollection(FileStore store) => _store = store;

    /// <summary>The folder or archive.</summary>
    public string Path => _store.Path;

    /// <summary>The classes' names for people, by index: known WordNet IDs are replaced by words.</summary>
    public IReadOnlyList<string> Classes { get; private init; } = [];

    /// <summary>The classes as the data set has them (folder names, labels), in ordinal order.</summary>
    public IReadOnlyList<string> ClassIds { get; private init; } = [];

    /// <summary>The images, in the ordinal order of their names.</summary>
    public IReadOnlyList<LabeledImage> Images { get; private init; } = [];

    /// <summary>The header of what the images have besides a class; null for nothing.</summary>
    public string? Attribute { get; private init; }

    /// <summary>The attribute's values, in ordinal order.</summary>
    public IReadOnlyList<string> AttributeValues { get; private init; } = [];

    /// <summary>Rows of the attribute's table that do not name an image; they are ignored.</summary>
    public int UnmatchedRows { get; private init; }

    /// <summary>What is odd about the layout, such as folders that were left out, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>Files that were left out because they are named as images but are not.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; private init; } = [];

    /// <summary>How many files were ignored for their names, by extension in lower case.</summary>
    public IReadOnlyDictionary<string, int> Ignored { get; private init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    // By image.
    private IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Whether a file that proves damaged later is done without.</summary>
    internal bool SkipsCorrupt { get; private init; }

    /// <summary>Finds the images of a folder, a .tar file or a .csv file (whose images are next to it). None is decoded; only the first bytes of each are checked.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="options">Corrupt files, labels; the defaults if null.</param>
    /// <exception cref="DataSetException">It is missing or damaged, has no images or only one class, has a corrupt file that is not to be skipped, or does not match its tables.</exception>
    public static ImageCollection Open(string path, ImageCollectionOptions? options = null)
    {
        options ??= new();
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && File.Exists(path))
            return Open(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, options with { LabelFile = path });
        var store = FileStore.Open(path);
        var names = store.Names.Where(ImageFile.IsNamedAsImage).ToList();
        var find = new ImageNames(names, store is FolderStore ? path : null);
        var layout = options.LabelFile is { } table
            ? CollectionLayout.ByTable(path, names, find, table, LabelTable.Read(table, find, options.FileColumn, options.LabelColumn))
            : CollectionLayout.ByFolders(path, names);
        var labeled = layout.Images;
        if (labeled.Count == 0)
            throw new DataSetException(path, "has no images; give a folder with a subfolder of images for each class, or a .tar of one.");
        var (skipped, marks) = CheckStarts(store, [.. labeled.Select(image => image.Name)], options.SkipCorrupt);
        labeled.RemoveAll(image => !marks.ContainsKey(image.Name));
        var ids = labeled.Where(image => image.Part is DataPart.Any or DataPart.Training).Select(image => image.Class).Distinct().Order(StringComparer.Ordinal).ToList();
        RefuseOddClasses(path, ids, labeled);
        var attributes = ReadAttributes(path, find, options);
        var values = labeled.Select(image => attributes?.Values.GetValueOrDefault(image.Name)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        LabeledImage Image((string Name, string Class, DataPart Part) image) => new(image.Name, ids.BinarySearch(image.Class, StringComparer.Ordinal))
        {
            Part = image.Part,
            Attribute = attributes?.Values.GetValueOrDefault(image.Name) is { } value ? values.BinarySearch(value, StringComparer.Ordinal) : null,
        };
        return new ImageCollection(store)
        {
            ClassIds = ids,
            Classes = WordNetNames.Find(store).NamesOf(ids),
            Images = [.. labeled.Select(Image)],
            Attribute = attributes?.Attribute,
            AttributeValues = values,
            UnmatchedRows = attributes?.Unmatched ?? 0,
            Remarks = [.. store.Remarks, .. layout.Remarks],
            Skipped = skipped,
            Ignored = store.Names.Where(name => !ImageFile.IsNamedAsImage(name)).CountBy(name => System.IO.Path.GetExtension(name).ToLowerInvariant(), StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal),
            SkipsCorrupt = options.SkipCorrupt,
            Marks = [.. labeled.Select(image => marks[image.Name])],
        };
    }

    /// <summary>Whether a file, or a folder that it is in, is hidden or clutter of a system, so that no data set has it: <c>._1.jpg</c>, <c>__MACOSX</c>, <c>.Trash</c>, <c>Thumbs.db</c> and the like.</summary>
    /// <param name="name">In the data set, with forward slashes.</param>
    public static bool IsClutter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FileStore.IsHidden(name);
    }

    /// <summary>An image's file, whole and undecoded.</summary>
    /// <param name="image">Its index in <see cref="Images"/>.</param>
    /// <exception cref="DataSetException">It can no longer be read.</exception>
    public byte[] ReadFile(int image) => _store.Read(Images[image].Name);

    /// <summary>The name of an image in error messages.</summary>
    /// <param name="image">Its index in <see cref="Images"/>.</param>
    public string Describe(int image) => _store.Describe(Images[image].Name);

    private static AttributeTable? ReadAttributes(string path, ImageNames names, ImageCollectionOptions options)
    {
        if (options is { AttributeFile: null, AttributeColumn: null })
            return null;
        var file = options.AttributeFile ?? options.LabelFile
            ?? throw new DataSetException(path, $"has no table with a column '{options.AttributeColumn}'; name the CSV file that has it.");
        return AttributeTable.Read(file, options.FileColumn, options.AttributeColumn, path, names);
    }

    /// <summary>Adds images to a digest: their names, their classes, and what tells their files from others without reading them whole.</summary>
    internal SampleDigest AddTo(SampleDigest digest, IEnumerable<int> chosen)
    {
        foreach (var image in chosen)
            digest.Add(Images[image].Name).Add(ClassIds[Images[image].Class]).Add(Marks[image]);
        return digest;
    }

    // Files that are not images, and a mark of each one that is: its length and the digest of its first bytes.
    private static (List<SkippedFile> Skipped, Dictionary<string, string> Marks) CheckStarts(FileStore store, string[] names, bool skip)
    {
        var (skipped, marks) = (new List<SkippedFile>(), new Dictionary<string, string>(StringComparer.Ordinal));
        var start = new byte[SignatureLength];
        foreach (var name in names)
        {
            try
            {
                var (count, length) = store.ReadStart(name, start);
                ImageFile.Identify(store.Describe(name), start.AsSpan(0, count));
                marks[name] = Invariant($"{length} {Convert.ToHexStringLower(SHA256.HashData(start.AsSpan(0, count)))}");
            }
            catch (ImageFileException e)
            {
                skipped.Add(skip
                    ? new(name, e.Message)
                    : throw new DataSetException(store.Describe(name), Problem(e) + " Remove it, or skip corrupt files.", e));
            }
        }
        return (skipped, marks);
    }

    /// <summary>The problem without the file's name, which another sentence starts with.</summary>
    internal static string Problem(ImageFileException e) => e.Message[(e.Path.Length + 2)..];

    private static void RefuseOddClasses(string path, List<string> ids, List<(string Name, string Class, DataPart Part)> labeled)
    {
        if (ids.Count == 0)
            throw new DataSetException(path, "has no good image to train on: all of them are corrupt and were left out.");
        if (ids.Count == 1)
            throw new DataSetException(path, $"has only one class ('{ids[0]}'); at least two are needed.");
        if (labeled.FirstOrDefault(image => ids.BinarySearch(image.Class, StringComparer.Ordinal) < 0) is { Name: { } name, Class: var unknown })
            throw new DataSetException(path, $"has the class '{unknown}' for validation ({name}) but not for training; remove it, or add training images of it.");
    }
}

/// <summary>A file that was left out.</summary>
/// <param name="Name">In the data set, with forward slashes.</param>
/// <param name="Problem">A sentence that names the file and says what is wrong.</param>
public sealed record SkippedFile(string Name, string Problem);
