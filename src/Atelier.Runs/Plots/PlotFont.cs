using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Atelier.Runs;

/// <summary>The typeface of the plots, Inter, which ships with the program: plots look the same everywhere, even without installed fonts.</summary>
internal sealed class PlotFont : IFontResolver
{
    /// <summary>Its name.</summary>
    public const string Family = "Inter";

    private const string Resources = "!AvaloniaResources";
    private const int IndexVersion = 2;

    // By the first character that Inter lacks; null where the machine lacks it, too.
    private static readonly ConcurrentDictionary<int, SKTypeface?> Others = new();

    static PlotFont()
    {
        var files = Files();
        Regular = Typeface(files, "Inter-Regular.ttf");
        SemiBold = Typeface(files, "Inter-SemiBold.ttf");
    }

    /// <summary>For most text.</summary>
    public static SKTypeface Regular { get; }

    /// <summary>For titles.</summary>
    public static SKTypeface SemiBold { get; }

    /// <summary>The typeface for a text: Inter or, for scripts that it lacks, such as Chinese, one of the machine's that has them.</summary>
    /// <remarks>Where the machine has none either, Inter, which shows boxes.</remarks>
    public static SKTypeface For(string text, bool semiBold = false)
    {
        var own = semiBold ? SemiBold : Regular;
        var strange = text.EnumerateRunes().FirstOrDefault(rune => !own.ContainsGlyph(rune.Value));
        return strange == default ? own : Others.GetOrAdd(strange.Value, Find) ?? own;
    }

    /// <summary>Makes ScottPlot use it.</summary>
    public static void Register()
    {
        if (Fonts.FontResolvers.OfType<PlotFont>().Any())
            return;
        Fonts.FontResolvers.Insert(0, new PlotFont());
        Fonts.Default = Family;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Family ? bold ? SemiBold : Regular : null;

    // Skia's own search knows no fonts on Linux. Sans serif faces go best with Inter.
    private static SKTypeface? Find(int character)
    {
        if (SKFontManager.Default.MatchCharacter(character) is { } found)
            return found;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var files = new[] { Path.Combine(home, ".fonts"), Path.Combine(home, ".local/share/fonts"), "/usr/local/share/fonts", "/usr/share/fonts" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.?t?", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            .OrderByDescending(file => file.Contains("Sans", StringComparison.Ordinal)).ThenBy(file => file, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (SKTypeface.FromFile(file) is not { } typeface)
                continue;
            if (typeface.ContainsGlyph(character))
                return typeface;
            typeface.Dispose();
        }
        return null;
    }

    private static SKTypeface Typeface(Dictionary<string, byte[]> files, string name)
    {
        using var data = SKData.CreateCopy(files[name]);
        return SKTypeface.FromData(data) ?? throw new InvalidDataException($"{name} is not a font.");
    }

    // The fonts are in a resource of the package's assembly, which is read as a file: none of its code is run.
    private static Dictionary<string, byte[]> Files()
    {
        using var assembly = new PEReader(typeof(PlotFont).Assembly.GetManifestResourceStream("Inter")!);
        var metadata = assembly.GetMetadataReader();
        var resource = metadata.ManifestResources.Select(metadata.GetManifestResource).Single(entry => metadata.GetString(entry.Name) == Resources);
        var section = assembly.GetSectionData(assembly.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
        var at = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
        var length = at.ReadInt32();
        using var reader = new BinaryReader(new MemoryStream(at.ReadBytes(length)), Encoding.UTF8);
        return Entries(reader);
    }

    // Length of the index, its version, the number of entries; for each, the path, the offset after the index, and the size.
    private static Dictionary<string, byte[]> Entries(BinaryReader reader)
    {
        var start = sizeof(int) + reader.ReadInt32();
        if (reader.ReadInt32() is not IndexVersion and var version)
            throw new InvalidDataException($"The fonts' index has version {version}.");
        var entries = Enumerable.Range(0, reader.ReadInt32()).Select(_ => (Path: reader.ReadString(), Offset: reader.ReadInt32(), Size: reader.ReadInt32())).ToArray();
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, offset, size) in entries)
        {
            reader.BaseStream.Position = start + offset;
            files[Path.GetFileName(path)] = reader.ReadBytes(size);
        }
        return files;
    }
}
