using System.Text.Json;
using Atelier.Kernels;

namespace Atelier.Stylization.Tests;

public sealed class StylizationSchemaTests
{
    private static readonly StylizationSchema Schema = StylizationSchema.Default;

    [Fact]
    public void Create_OfNothing_IsTheRecordAsItComes()
    {
        Assert.Equal(new StylizationRequest(), Schema.Create(RequestKind.Stylize));
        Assert.Equal(
            new StylizationRequest { Kind = RequestKind.Reconstruct, Size = 288, Evaluations = 300 }, Schema.Create(RequestKind.Reconstruct));
    }

    [Fact]
    public void Default_HasASettingForEachProperty_WithAValueThatItTakes()
    {
        var properties = typeof(StylizationRequest).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Where(name => name != "kind");
        Assert.Equal(properties, Schema.Settings.Select(setting => setting.Name));
        Assert.Empty(Schema.Violations(new()));
        Assert.All(Schema.Settings, setting => Assert.EndsWith(".", setting.Description, StringComparison.Ordinal));
        Assert.All(Schema.Settings, setting => Assert.Null(setting.Violation(setting.ReconstructionDefault, setting.Name)));
    }

    [Fact]
    public void Request_ThroughJson_ComesBackTheSame()
    {
        var request = Schema.Create(RequestKind.Stylize, "bold", Changes(new
        {
            contentLayers = (string[])["relu3_2:0.5", "7"],
            blend = (double[])[1, 2],
            optimizer = "lbfgs",
            lineSearch = "strong-wolfe",
            padding = "zero",
        }));
        var json = JsonSerializer.Serialize(request, StylizationSchema.Json);
        Assert.Contains("\"contentLayers\":[\"relu3_2:0.5\",\"7\"]", json, StringComparison.Ordinal);
        Assert.Contains("\"lineSearch\":\"strong-wolfe\"", json, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"stylize\"", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<StylizationRequest>(json, StylizationSchema.Json), StylizationSchema.Json));
        Assert.Equal((2.5, 1.6, LineSearch.StrongWolfe), (request.Strength, request.StyleScale, request.LineSearch));
    }

    [Fact]
    public void Create_WithAPresetAndAChoice_TakesTheChoice()
    {
        var request = Schema.Create(RequestKind.Stylize, "quick", Changes(new { size = 300 }));
        Assert.Equal(new StylizationRequest { Size = 300, Evaluations = 100 }, request);
        Assert.All(Schema.Presets, preset => Assert.Empty(Schema.Violations(Schema.Create(RequestKind.Stylize, preset.Name))));
    }

    [Theory]
    [InlineData("""{"size": 15}""", "size takes a whole number from 16 to 32768, not '15'.")]
    [InlineData("""{"size": 64.5}""", "size takes a whole number from 16 to 32768, not '64.5'.")]
    [InlineData("""{"size": null}""", "size takes a whole number from 16 to 32768, not 'null'.")]
    [InlineData("""{"strength": "much"}""", "strength takes a number from 0 to 100, not 'much'.")]
    [InlineData("""{"styleWeight": -1}""", "styleWeight takes a number from 0 to 1000000000000000, not '-1'.")]
    [InlineData("""{"colors": "mine"}""", "colors takes painting, photo, linear or histogram, not 'mine'.")]
    [InlineData("""{"colors": 1}""", "colors takes painting, photo, linear or histogram, not '1'.")]
    [InlineData("""{"network": ""}""", "network takes a text, not ''.")]
    [InlineData("""{"styleLayers": ["relu1_1:x"]}""", "styleLayers takes layers as relu3_2 or relu3_2:WEIGHT, not 'relu1_1:x'.")]
    [InlineData("""{"styleLayers": "relu1_1"}""", "styleLayers takes layers as relu3_2 or relu3_2:WEIGHT, not 'relu1_1'.")]
    [InlineData("""{"blend": []}""", "blend takes numbers from 0 to 1000000000000000, and at least one.")]
    [InlineData("""{"blend": [0, 0]}""", "blend takes at least one number above 0.")]
    [InlineData("""{"recipe": "lesson13", "seed": 3, "size": 64}""", "The recipe lesson13 has constants of its own: leave out size, or use the recipe default.")]
    [InlineData("""{"sise": 64}""", "There is no option 'sise': use recipe, strength, detail, size,")]
    public void Change_ThatIsNotTaken_SaysWhatIs(string changes, string expected) => Assert.StartsWith(
        expected, Assert.Throws<StylizationException>(() => Schema.Create(RequestKind.Stylize, null, Changes(changes))).Message, StringComparison.Ordinal);

    [Fact]
    public void Stylizer_OfARequestMadeInCode_ChecksItToo()
    {
        using var encoder = RandomVgg.Encoder("vgg11", "relu1_1");
        var request = new StylizationRequest { Strength = double.NaN };
        Assert.Equal(
            "strength takes a number from 0 to 100, not 'NaN'.", Assert.Throws<StylizationException>(() => new Stylizer(encoder, request)).Message);
    }

    [Fact]
    public void With_AnotherRangeAndDefault_ChangesBoth()
    {
        var schema = Schema.With(Schema["size"] with { Most = 100, Default = JsonSerializer.SerializeToElement(48) }).Without("recipe");
        Assert.Equal(48, schema.Create(RequestKind.Stylize).Size);
        Assert.Contains("from 16 to 100", Assert.Throws<StylizationException>(() => schema.Create(RequestKind.Stylize, "quick")).Message, StringComparison.Ordinal);
        Assert.Throws<StylizationException>(() => schema.Create(RequestKind.Stylize, null, Changes(new { recipe = "lesson13" })));
        Assert.Equal(512, Schema.Create(RequestKind.Stylize).Size);
    }

    private static Dictionary<string, JsonElement> Changes(object values) => Changes(JsonSerializer.Serialize(values));

    private static Dictionary<string, JsonElement> Changes(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(change => change.Name, change => change.Value, StringComparer.Ordinal);

    [Fact]
    public void Violations_WithoutASetting_NameItWhereItIsSetAllTheSame()
    {
        var schema = StylizationSchema.Default.Without("pooling", "blend").Without("seed");
        Assert.DoesNotContain(schema.Settings, setting => setting.Name is "pooling" or "blend" or "seed");
        Assert.Empty(schema.Violations(new()));
        Assert.Equal(["pooling cannot be set here: leave it out."], schema.Violations(new() { Pooling = PoolingMode.Average }));
        Assert.Equal(
            ["blend cannot be set here: leave it out.", "seed cannot be set here: leave it out."], schema.Violations(new() { Blend = [1], Seed = 3 }));
    }
}
