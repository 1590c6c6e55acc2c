using Atelier.Imaging;
using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Runs;

/// <summary>What has been learned, to look at: photo, painting, the network that is built in, and the one that has learned, side by side.</summary>
internal static class LearnedSheet
{
    private const int MostRows = 4;
    private const int Height = 320, Width = 427;
    private const int Gap = 8;

    /// <summary>Writes it.</summary>
    /// <param name="path">An image file.</param>
    /// <param name="style">The style file.</param>
    /// <param name="paintings">[1,3,h,w] each: those that were learned.</param>
    /// <param name="photos">Files; the first few are shown. If there are none, blurred parts of the paintings.</param>
    public static void Write(string path, string style, IReadOnlyList<Tensor> paintings, IReadOnlyList<string> photos)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var usual = new InstantStylizer();
        using var learned = new InstantStylizer(style);
        var rows = Contents(paintings, photos).Select((content, index) =>
        {
            var painting = paintings[index % paintings.Count];
            using var plain = usual.See([painting]);
            using var known = learned.See([painting]);
            return Scaling.SideBySide([.. ((Tensor[])[content, painting, usual.Paint(content, plain), learned.Paint(content, known)]).Select(Cell)], Height);
        }).ToList();
        ImageFile.Write(path, cat([.. rows.SelectMany(row => (Tensor[])[ones(1, 3, Gap, row.shape[3]), row]).Skip(1)], 2), new() { Quality = 90 });
    }

    private static IEnumerable<Tensor> Contents(IReadOnlyList<Tensor> paintings, IReadOnlyList<string> photos) =>
        photos.Count > 0 ? photos.Take(MostRows).Select(photo => ImageFile.Read(photo)) : Enumerable.Range(0, MostRows).Select(Practice.StandIns(paintings, Height));

    // The middle of an image, so that columns stand below each other.
    private static Tensor Cell(Tensor image)
    {
        var scale = Math.Max((double)Height / image.shape[2], (double)Width / image.shape[3]);
        var covering = Scaling.To(image, (int)Math.Ceiling(image.shape[2] * scale), (int)Math.Ceiling(image.shape[3] * scale));
        return Scaling.CenterCrop(covering, Height, Width);
    }
}
