using System.Text.Json;

namespace Atelier.Runs.Tests;

public sealed class ModelCardTests : IDisposable
{
    private static readonly ModelCard Card = new()
    {
        Name = "first",
        Statements = new() { IntendedUse = "Sorting my kitchen.", License = "CC BY 4.0" },
        Model = new("small", "model.safetensors", 310_000, 48, ["cook", "re|ad"], null, new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero)),
        Data = new("photos", [new("cook", "cook", 6, 2), new("re|ad", "re|ad", 5, 1)], new("who", ["man", "woman", null], [
            new("cook", "man", 2, 1), new("cook", "woman", 4, 1), new("cook", null, 0, 0),
            new("re|ad", "man", 3, 1), new("re|ad", "woman", 1, 0), new("re|ad", null, 1, 0)])),
        Training = new([new(1.5, "SGD", "0.1 to 0.01", "cosine")], new Dictionary<string, string> { ["batch size"] = "16" }),
        Results = new(new Dictionary<string, double> { ["accuracy"] = 0.75 }, [new("class", "cook", 10, 8), new("who", null, 4, 4)]),
        Audits = [new("who", "The model amplifies.", [new("mean bias amplification", 0.1, 0.05, 0.15, 300)], [new("cook", "woman", 2.0 / 3, 5.0 / 6, 60)], ["Few rows."])],
        Environment = new("0.1.0", "0.107.0", ".NET 10", "Linux", "A processor", "cpu", 2, 7),
    };

    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder["run"]);

    private ModelCardFile CardFile => ModelCardFile.Of(Run);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("# Model card: first")]
    [InlineData("## Model", "| network | small, 0.31 million parameters, 48 x 48 pixel input |", "| trained | 2026-05-06 |", "| made by | *Not stated by the author.* |")]
    [InlineData("## Intended use", "Sorting my kitchen.")]
    [InlineData("## Out of scope", "*Not stated by the author.*", "Pictures of anything other than cook, re|ad: the model knows nothing else.")]
    [InlineData("## Harmful uses", "*Not stated by the author.*", "- Decisions about people: who is hired, admitted, treated, insured, policed.")]
    [InlineData("## Data", "`photos`: 11 training and 3 validation images.", "| re\\|ad | 5 | 1 |", "| cook | 2 (33%) | 4 (67%) | 0 |", "| re\\|ad | 3 (75%) | 1 (25%) | 1 |")]
    [InlineData("## Training", "| 1 | 1.5 | SGD | 0.1 to 0.01 | cosine |", "- batch size: 16")]
    [InlineData("## Metrics", "| accuracy | 0.7500 |", "| cook | 10 | 80.0% | 49.0% to 94.3% |", "| missing | 4 | 100.0% | 51.0% to 100.0% |")]
    [InlineData("## Audit: is it more biased than its data?", "By who: The model amplifies.", "| mean bias amplification | 0.1000 | 0.0500 to 0.1500 | 300 |", "| cook | woman | 66.7% | 83.3% | 60 |", "- Few rows.")]
    [InlineData("## Limitations", "*Not stated by the author.*")]
    [InlineData("## License", "Model: CC BY 4.0", "Data: *Not stated by the author.*")]
    [InlineData("## Environment", "| program | Atelier 0.1.0, TorchSharp 0.107.0, .NET 10 |", "| computed on | cpu, 2 threads |", "| seed | 7 |")]
    public void Markdown_OfACard_HasEachSection(string title, params string[] lines)
    {
        var text = CardMarkdown.Render(Card, []).Split('\n');
        var start = Array.IndexOf(text, title);
        Assert.True(start >= 0, title);
        var section = text.Skip(start + 1).TakeWhile(line => !line.StartsWith('#')).ToList();
        Assert.All(lines, line => Assert.Contains(line, section));
    }

    [Fact]
    public void Markdown_WithoutAttributeAuditAndValidation_SaysSo()
    {
        var text = CardMarkdown.Render(Card with { Data = Card.Data with { Groups = null }, Audits = [], Results = new(new Dictionary<string, double>(), []) }, ["plots/loss.png"]);
        Assert.Contains("It is not known who is in the images: no attribute was given.", text, StringComparison.Ordinal);
        Assert.Contains("*Not audited.*", text, StringComparison.Ordinal);
        Assert.Contains("There were no validation images.", text, StringComparison.Ordinal);
        Assert.Contains("![loss](plots/loss.png)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ReadAfterWriting_IsTheSameCard()
    {
        CardFile.Write(Card);
        var json = JsonDocument.Parse(File.ReadAllText(CardFile.Json)).RootElement;
        Assert.Equal("Sorting my kitchen.", json.GetProperty("statements").GetProperty("intendedUse").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("statements").GetProperty("author").ValueKind);
        Assert.Equal(0.8, json.GetProperty("results").GetProperty("groups")[0].GetProperty("accuracy").GetDouble());
        Assert.Equal(CardMarkdown.Render(Card, []), CardMarkdown.Render(CardFile.Read()!, []));
    }

    [Fact]
    public void File_ShowsThePlotsOfItsRun_FromWhereItLies()
    {
        Directory.CreateDirectory(Run.Plots);
        File.WriteAllText(Path.Combine(Run.Plots, "loss.png"), "");
        CardFile.Write(Card);
        Assert.Contains("![loss](plots/loss.png)", File.ReadAllText(CardFile.Markdown), StringComparison.Ordinal);
        var elsewhere = new ModelCardFile(_folder["site/card.md"], Run);
        elsewhere.Write(Card);
        Assert.Contains("![loss](../run/plots/loss.png)", File.ReadAllText(_folder["site/card.md"]), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["site/card.json"]));
    }

    [Fact]
    public void IsEdited_HoldsOnlyForWhatSomeoneChanged()
    {
        Assert.False(CardFile.IsEdited);
        CardFile.Write(Card);
        Assert.False(CardFile.IsEdited);
        File.AppendAllText(CardFile.Markdown, "A line of mine.\n");
        Assert.True(CardFile.IsEdited);
        CardFile.Write(Card);
        File.WriteAllText(CardFile.Json, "{");
        Assert.True(CardFile.IsEdited);
    }

    [Fact]
    public void Statements_Or_KeepTheFirst()
    {
        var both = new CardStatements { Author = "I", License = "MIT" }.Or(new() { Author = "You", DataOrigin = "A lake." });
        Assert.Equal(new CardStatements { Author = "I", License = "MIT", DataOrigin = "A lake." }, both);
    }
}
