using System.Globalization;
using System.Text.Json;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;

namespace Atelier.Bench.Quality;

/// <summary>
/// Every photo in the style of every painting, by several networks or with several settings: how much of the painting's style each
/// result closes at three sizes, at what distance from the photo, in what time; judged by exact VGG-19.
/// </summary>
internal static class QualityExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "quality";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Paints, measures, and writes the pictures, <c>quality.json</c>, <c>quality.md</c> and <c>sheet.jpg</c>.</summary>
    /// <param name="images">A folder with <c>content/</c> and <c>style/</c>.</param>
    /// <param name="folder">Where to write; what is there already is not painted again.</param>
    /// <param name="exact">VGG-19's weights, which judge.</param>
    /// <param name="contenders">Weight files, styles that were learned, or settings as JSON for the embedded network; the others are compared with the first.</param>
    /// <param name="size">The results' longer side, and the judge's.</param>
    public static int Run(string images, string folder, string exact, IReadOnlyList<string> contenders, int size)
    {
        Directory.CreateDirectory(folder);
        using var judge = new Judge(exact, size);
        List<QualityRow> rows = [];
        foreach (var contender in contenders.Select(text => Contender.Parse(text, size)))
            foreach (var content in Files(images, "content"))
                foreach (var style in Files(images, "style"))
                    rows.Add(Measure(judge, contender, content, style, folder));
        File.WriteAllText(Path.Combine(folder, "quality.json"), JsonSerializer.Serialize(rows, Indented));
        var table = QualityTable.Format(rows);
        File.WriteAllText(Path.Combine(folder, "quality.md"), table);
        Console.Write(table);
        QualitySheet.Save(Path.Combine(folder, "sheet.jpg"), rows, folder);
        return 0;
    }

    internal static string[] Files(string images, string kind) => [.. Directory.GetFiles(Path.Combine(images, kind)).Order(StringComparer.Ordinal)];

    private static QualityRow Measure(Judge judge, Contender contender, string content, string style, string folder)
    {
        var row = new QualityRow(contender.Name, Path.GetFileNameWithoutExtension(content), Path.GetFileNameWithoutExtension(style));
        var (picture, kept) = (Path.Combine(folder, row.File), Path.Combine(folder, row.File + ".json"));
        if (File.Exists(kept))
            return JsonSerializer.Deserialize<QualityRow>(File.ReadAllText(kept), Indented)!;
        using var photo = ImageFile.Read(content);
        using var painting = ImageFile.Read(style);
        using var encoder = contender.Load();
        using var stylizer = new Stylizer(encoder, contender.Request) { Style = contender.Style };
        using var result = stylizer.Run(photo, [painting]);
        ImageFile.Write(picture, result.Image);
        using var written = ImageFile.Read(picture);
        var seen = judge.Look(photo, painting, written);
        row = row with { StyleClosed = seen.StyleClosed, ContentDistance = seen.ContentDistance, SlicedDistance = seen.SlicedDistance, Artifacts = Artifacts.Of(photo, painting, written), Work = contender.Work, Seconds = result.Elapsed.TotalSeconds };
        File.WriteAllText(kept, JsonSerializer.Serialize(row, Indented));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.File}: style closed {row.MeanClosed:f4}, content {row.ContentDistance:f3}, sliced {row.SlicedDistance:f4}, {row.Seconds:f1} s"));
        return row;
    }
}

/// <summary>What paints: a network with the default recipe, or the embedded network with settings of its own.</summary>
/// <param name="Name">In the table and in file names.</param>
/// <param name="Network">A weight file; null for the embedded network.</param>
/// <param name="Request">The settings.</param>
internal sealed record Contender(string Name, string? Network, StylizationRequest Request)
{
    /// <summary>A style that was learned; null for none.</summary>
    public string? Style { get; init; }

    /// <summary>Evaluations in all, each counted by its share of the result's pixels.</summary>
    public double Work => Request.Plan().Sum(level => level.Evaluations * Math.Pow((double)level.LongSide / Request.Size, 2));

    /// <summary>From a path, or from settings such as <c>{"evaluations":400}</c>.</summary>
    /// <param name="text">From the command line.</param>
    /// <param name="size">The result's longer side.</param>
    public static Contender Parse(string text, int size)
    {
        if (text.EndsWith(".style", StringComparison.Ordinal))
            return new("learned", null, new() { Recipe = Recipe.Instant, Size = size }) { Style = text };
        if (!text.StartsWith('{'))
            return new(Path.GetFileNameWithoutExtension(text), text, new() { Size = size });
        var settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!;
        var name = settings.Count == 0 ? "default" : string.Join('_', settings.Select(setting => $"{setting.Key}-{setting.Value}"));
        return new(name, null, StylizationSchema.Default.Create(RequestKind.Stylize, changes: settings) with { Size = size });
    }

    /// <summary>The network, owned by the caller.</summary>
    public FeatureEncoder Load() => Network is null
        ? EmbeddedNetwork.Load(new() { Padding = PaddingMode.Reflection })
        : NetworkCatalog.LoadEncoder(Network, new() { Padding = PaddingMode.Reflection });
}
