using System.Text;
using Atelier.Auditing;
using Atelier.Data;
using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Fuzz;

/// <summary>Tables in CSV, read by one of those who read them.</summary>
/// <param name="name">Who.</param>
/// <param name="seed">A small table.</param>
internal sealed class TableTarget(string name, string seed) : FuzzTarget(name)
{
    private static readonly TableColumns Columns = new() { Prediction = "prediction", Attributes = ["sex"] };
    private static readonly AuditOptions Quick = new() { Resamples = 20 };
    private bool _hasPictures;

    public override IReadOnlyList<string> Words => ["\"", "\"\"", ",", ";", "\t", "\r\n", "\n", "\xef\xbb\xbf", "\xff\xfe", "\0", "NaN", "Infinity", "1e400", "-0", "0.1", "1,5", "label", "prediction", "sex", "file", "train", "val", "a.png"];

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        yield return Encoding.UTF8.GetBytes(seed);
        yield return Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(seed)).ToArray();
        yield return Encoding.UTF8.GetBytes(seed.Replace(',', ';').ReplaceLineEndings("\r\n"));
    }

    public override string Read(byte[] input, string folder)
    {
        var path = Write(input, folder, "table.csv");
        switch (Name)
        {
            case "audit":
                TableCounts.Read(path, Columns).Audit(options: Quick);
                return "counted";
            case "scores":
                return $"{(ScoreTable.Read(path, Columns with { Prediction = null }).Rows > 0 ? "rows" : "no rows")}";
            case "ratios":
                RatioAudit.Read(path, options: Quick);
                return "ratios";
            case "translation":
                TranslationAudit.Read(path, occupation: "occupation", options: Quick);
                return "translations";
            default:
                AddPictures(folder);
                var images = ImageCollection.Open(Path.Combine(folder, "pictures"), new() { LabelFile = path });
                return images.UnmatchedRows > 0 ? "some rows without a picture" : "labels";
        }
    }

    private void AddPictures(string folder)
    {
        if (_hasPictures)
            return;
        using var image = rand(1, 3, 4, 4);
        Directory.CreateDirectory(Path.Combine(folder, "pictures"));
        foreach (var file in new[] { "a.png", "b.png", "c.png" })
            ImageFile.Write(Path.Combine(folder, "pictures", file), image);
        _hasPictures = true;
    }
}
