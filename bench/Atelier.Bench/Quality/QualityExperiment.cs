using System.Globalization;
using System.Text.Json;
using Atelier.Imaging;
using Atelier.Kernels;
using Atelier.Models;
using Atelier.Stylization;

namespace Atelier.Bench.Quality;

/// <summary>
/// Every photo in the style of every painting by several networks, with the default recipe: how much of the painting's style
/// each closes, at what distance from the photo, in what time; judged by the first network, which must be exact VGG-19.
/// </summary>
internal static class QualityExperiment
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "quality";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Paints, measures, and writes the pictures, <c>quality.json</c>, <c>quality.md</c> and <c>sheet.jpg</c>.</summary>
    /// <param name="images">A folder with <c>content/</c> and <c>style/</c>.</param>
    /// <param name="folder">Where to write; what is there already is not painted again.</param>
    /// <param name="networks">Weight files, the exact one first.</param>
    /// <param name="size">The results' longer side, and the judge's.</param>
    public static int Run(string images, string folder, IReadOnlyList<string> networks, int size)
    {
        Directory.CreateDirectory(folder);
        using var judge = new Judge(networks[0], size);
        List<QualityRow> rows = [];
        foreach (var network in networks)
            foreach (var content in Files(images, "content"))
                foreach (var style in Files(images, "style"))
                    rows.Add(Measure(judge, network, content, style, folder, size));
        File.WriteAllText(Path.Combine(folder, "quality.json"), JsonSerializer.Serialize(rows, Indented));
        var table = QualityTable.Format(rows);
        File.WriteAllText(Path.Combine(folder, "quality.md"), table);
        Console.Write(table);
        QualitySheet.Save(Path.Combine(folder, "sheet.jpg"), rows, folder);
        return 0;
    }

    private static string[] Files(string images, string kind) => [.. Directory.GetFiles(Path.Combine(images, kind)).Order(StringComparer.Ordinal)];

    private static QualityRow Measure(Judge judge, string network, string content, string style, string folder, int size)
    {
        var row = new QualityRow(Path.GetFileNameWithoutExtension(network), Path.GetFileNameWithoutExtension(content), Path.GetFileNameWithoutExtension(style));
        var (picture, kept) = (Path.Combine(folder, row.File), Path.Combine(folder, row.File + ".json"));
        if (File.Exists(kept))
            return JsonSerializer.Deserialize<QualityRow>(File.ReadAllText(kept), Indented)!;
        using var photo = ImageFile.Read(content);
        using var painting = ImageFile.Read(style);
        using var encoder = NetworkCatalog.LoadEncoder(network, new() { Padding = PaddingMode.Reflection });
        using var result = new Stylizer(encoder, new() { Size = size }).Run(photo, [painting]);
        ImageFile.Write(picture, result.Image);
        using var written = ImageFile.Read(picture);
        var (closed, distance) = judge.Look(photo, painting, written);
        row = row with { StyleClosed = closed, ContentDistance = distance, Seconds = result.Elapsed.TotalSeconds };
        File.WriteAllText(kept, JsonSerializer.Serialize(row, Indented));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.File}: style closed {closed:f3}, content {distance:f3}, {row.Seconds:f1} s"));
        return row;
    }
}
