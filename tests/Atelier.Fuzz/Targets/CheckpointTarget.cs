using Atelier.Core;
using Atelier.Stylization;
using static TorchSharp.torch;

namespace Atelier.Fuzz;

/// <summary>Checkpoints of a picture, as <c>stylize --checkpoint</c> reads them.</summary>
internal sealed class CheckpointTarget() : FuzzTarget("checkpoint")
{
    public override IReadOnlyList<string> Words => ["\"atelier.kind\":\"stylization\"", "\"atelier.layout\":\"1\"", "\"text.note\":", "\"text.run.fingerprint\":", "\\\"", "[\\\"a\\\"]", "null", "\"dtype\":\"I64\"", "\"shape\":[]"];

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        var path = Path.Combine(folder, "seed.checkpoint");
        using var photo = rand(1, 3, 16, 16);
        using var painting = rand(1, 3, 16, 16);
        using var stylizer = new Stylizer(new StylizationRequest { Size = 16, Evaluations = 3 });
        using (stylizer.Run(photo, [painting], new() { Every = 1, Checkpoint = saved => saved.Save(path) }))
        {
        }
        var sealedFile = File.ReadAllBytes(path);
        yield return sealedFile;
        using var state = WeightFile.Read(path);
        File.Delete(path);
        // Without its seal: what lies behind it would otherwise never be read.
        WeightFile.Write(path, state, state.Metadata.Where(entry => entry.Key != "atelier.sha256").ToDictionary());
        yield return File.ReadAllBytes(path);
    }

    public override byte[] Mutate(byte[] input, Func<byte[], byte[]> edit, Random random) => random.Next(8) == 0 ? edit(input) : SafetensorsParts.Mutate(input, edit);

    public override string Read(byte[] input, string folder)
    {
        using var checkpoint = StylizationCheckpoint.Load(Write(input, folder, "run.checkpoint"));
        return checkpoint.Losses.Count > 0 ? "with losses" : "without losses";
    }
}
