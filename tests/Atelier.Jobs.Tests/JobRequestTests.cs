using System.Text.Json;
using Atelier.Stylization;

namespace Atelier.Jobs.Tests;

public sealed class JobRequestTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"content":null,"styles":[],"options":{}}""")]
    [InlineData("""{"content":"a","styles":[{"image":"b","weight":-1}],"options":{}}""")]
    [InlineData("""{"content":"a","styles":[null],"options":{}}""")]
    [InlineData("""{"content":"a","styles":[],"options":{"size":1}}""")]
    [InlineData("""{"content":"a","styles":[],"options":{"size":5000}}""")]
    [InlineData("""{"content":"a","styles":[],"options":{"kind":"steal"}}""")]
    [InlineData("""{"content":"a","styles":[],"options":{"pooling":"average"}}""")]
    [InlineData("""{"content":"a","styles":[],"options":{"recipe":"lesson13"}}""")]
    public void TryParse_OfAnInvalidRequest_IsNull(string text) => Assert.Null(JobRequest.TryParse(text));

    [Fact]
    public void TryParse_OfARequestAsJson_IsTheSame()
    {
        var request = new JobRequest("a", [new("b", 2)], new() { Strength = 3, Colors = ColorSource.Photo });
        var parsed = JobRequest.TryParse(JsonSerializer.Serialize(request, JobRequest.Json))!;
        Assert.Equal(request with { Styles = parsed.Styles }, parsed);
        Assert.Equal(request.Styles, parsed.Styles);
    }

    [Fact]
    public void Schema_IsTheStylizersWithinTheLimitsOfAServer()
    {
        Assert.Equal(StylizationSchema.Default["strength"], JobRequest.Schema["strength"]);
        Assert.Equal((32, 4096), (JobRequest.Schema["size"].Least, JobRequest.Schema["size"].Most));
        Assert.Equal(StylizationSchema.Default["size"].Default.GetInt32(), JobRequest.Schema["size"].Default.GetInt32());
        Assert.DoesNotContain("image", JobRequest.Schema["start"].Choices.Keys);
        Assert.DoesNotContain(JobRequest.Schema.Settings, setting => setting.Name is "recipe" or "blend");
    }
}
