namespace Atelier.Core.Tests;

[NoTensorLeaks]
public sealed class CheckpointTests
{
    private static readonly CheckpointFormat Format = new("training run", 2);

    [Theory]
    [InlineData("stylization", 2, "is the checkpoint of a stylization, not of a training run; name another file.")]
    [InlineData("training run", 1, "was written by an older version of Atelier, whose checkpoints this one cannot use; start the training run over.")]
    [InlineData("training run", 3, "was written by a newer version of Atelier; use that one.")]
    public void Read_OfAnotherKindOrLayout_IsRefusedInOneSentence(string kind, int layout, string expected)
    {
        using var folder = new TemporaryFolder();
        new CheckpointFormat(kind, layout).Write(folder["a.safetensors"], Number(1));
        Assert.Equal($"{folder["a.safetensors"]}: {expected}", Assert.Throws<CheckpointException>(() => Format.Read(folder["a.safetensors"])).Message);
    }

    [Fact]
    public void Read_OfWeights_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Safetensors.Write(folder["weights.safetensors"], [], new Dictionary<string, string> { ["kind"] = "atelier training run" });
        Assert.Contains("weights.safetensors: is not a checkpoint", Assert.Throws<CheckpointException>(() => Format.Read(folder["weights.safetensors"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_KeepsTheLastFew_AndReadsTheNewest()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder["run"], Format) { Keep = 3 };
        Assert.Null(store.ReadNewest());
        foreach (var position in (int[])[0, 9, 10, 100, int.MaxValue])
            store.Write(position, Number(position));
        Assert.Equal(["checkpoint-2147483647.safetensors", "checkpoint-0000000100.safetensors", "checkpoint-0000000010.safetensors"], store.Files.Select(Path.GetFileName));
        using var newest = store.ReadNewest();
        Assert.Equal(int.MaxValue, newest!.Open().ReadLong("number"));
        Assert.Equal(store.Files[0], newest.Source);
    }

    [Fact]
    public void Store_WhoseNewestIsDamaged_GoesBackToTheOneBefore_AndSaysSo()
    {
        using var folder = new TemporaryFolder();
        var warnings = new List<string>();
        var store = new CheckpointStore(folder["run"], Format) { OnDamaged = warnings.Add };
        store.Write(1, Number(1));
        store.Write(2, Number(2));
        Flip(store.Files[0]);
        using (var state = store.ReadNewest())
            Assert.Equal(1, state!.Open().ReadLong("number"));
        Assert.Contains("Going back to the checkpoint before it.", Assert.Single(warnings), StringComparison.Ordinal);
        Flip(store.Files[1]);
        Assert.Equal($"{folder["run"]}: all checkpoints are damaged; start the run over in another folder.", Assert.Throws<CheckpointException>(store.ReadNewest).Message);
    }

    [Fact]
    public void Store_WithACheckpointOfAnotherVersion_DoesNotPassItOver()
    {
        using var folder = new TemporaryFolder();
        new CheckpointStore(folder["run"], Format).Write(1, Number(1));
        new CheckpointStore(folder["run"], Format with { Layout = 1 }).Write(2, Number(2));
        Assert.Contains("older version", Assert.Throws<CheckpointException>(new CheckpointStore(folder["run"], Format).ReadNewest).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThatFails_LeavesTheFileAsItWas()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.safetensors"];
        Format.Write(path, Number(1));
        Assert.Throws<InvalidOperationException>(() => Format.Write(path, new Stateful(_ => throw new InvalidOperationException())));
        using var state = Format.Read(path);
        Assert.Equal(1, state.Open().ReadLong("number"));
        Assert.Equal(["a.safetensors"], folder.Names);
    }

    private static Stateful Number(long value) => new(to => to.Write("number", value));

    // A bit of the number itself: the last eight bytes of the file.
    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 4;
        File.WriteAllBytes(path, bytes);
    }
}
