using System.Text.Json;

namespace Atelier.Jobs.Tests;

public sealed class JobJsonTests
{
    [Fact]
    public void Merge_OfSomeFields_KeepsTheOthers()
    {
        var basis = new JobOptions { Strength = 3, Size = 256 };
        Assert.Equal(basis with { Size = 800, Colors = Colors.Photo, Layer = "relu2_1" }, Merge(basis, """{"size": 800, "colors": "photo", "layer": "relu2_1"}"""));
        Assert.Equal(basis, Merge(basis, "null"));
        Assert.Equal(basis, JobJson.Merge(basis, null));
    }

    [Theory]
    [InlineData("""{"size": 3}""", "Size must be between 32 and 4096")]
    [InlineData("""{"size": "large"}""", "The option size cannot be \"large\": use a whole number.")]
    [InlineData("""{"size": 1.5}""", "The option size cannot be 1.5: use a whole number.")]
    [InlineData("""{"colors": "mine"}""", "use painting or photo.")]
    [InlineData("""{"colors": 1}""", "use painting or photo.")]
    [InlineData("""{"strength": -1}""", "Strength must be")]
    [InlineData("""{"strength": null}""", "The option strength cannot be null: use a number.")]
    [InlineData("""{"network": null}""", "The option network cannot be null: use a text.")]
    [InlineData("""{"Sise": 3}""", "There is no option 'Sise': use size, steps,")]
    [InlineData("""[1]""", "must be an object")]
    public void Merge_OfWhatMakesNoSense_SaysSo(string json, string expected)
    {
        var e = Assert.Throws<JobException>(() => Merge(new(), json));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"kind":"stylize","content":null,"styles":[],"options":{}}""")]
    [InlineData("""{"kind":"stylize","content":"a","styles":[{"image":"b","weight":-1}],"options":{}}""")]
    [InlineData("""{"kind":"stylize","content":"a","styles":[null],"options":{"size":1}}""")]
    [InlineData("""{"kind":"steal","content":"a","styles":[],"options":{}}""")]
    public void TryReadRequest_OfWhatIsNone_IsNull(string text) => Assert.Null(JobJson.TryReadRequest(text));

    [Fact]
    public void EachPreset_IsWithinTheRules_AndTheDefaultIsTheDefault()
    {
        Assert.Equal(new JobOptions(), Presets.Find("default").Options);
        Assert.Equal(Presets.All.Count, Presets.All.Select(preset => preset.Name).Distinct().Count());
        Assert.Throws<JobException>(() => Presets.Find("none"));
    }

    private static JobOptions Merge(JobOptions basis, string json) => JobJson.Merge(basis, JsonDocument.Parse(json).RootElement);
}
