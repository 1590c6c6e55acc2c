using System.Net;
using Microsoft.OpenApi;

namespace Atelier.Studio.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_IsValid_AndDescribesEveryAddress()
    {
        await using var studio = await Studio.StartAsync();
        await using var json = await studio.Client.GetStreamAsync("/openapi/v1.json");
        var (document, diagnostic) = await OpenApiDocument.LoadAsync(json, "json");
        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        var operations = document!.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (Name: $"{operation.Key} {path.Key}", operation.Value))).ToArray();
        Assert.Equal(29, operations.Length);
        Assert.All(operations, operation => Assert.True(operation.Value.Summary is { Length: > 10 }, $"{operation.Name} says nothing of itself"));
        Assert.All(operations, operation => Assert.All(operation.Value.Parameters ?? [], parameter => Assert.True(parameter.Description is { Length: > 5 }, $"{operation.Name}: {parameter.Name}")));
        Assert.All(operations, operation => Assert.StartsWith("/api/v1/", operation.Name.Split(' ')[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ToTryTheApi_NeedsNothingFromElsewhere()
    {
        await using var studio = await Studio.StartAsync();
        var page = await studio.Client.GetAsync("/api");
        Assert.Equal("/api/index.html", page.RequestMessage!.RequestUri!.AbsolutePath);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        // The content policy forbids scripts and styles within the page.
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style>", html, StringComparison.Ordinal);
        foreach (var file in new[] { "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css", "index.js" })
            Assert.Equal(HttpStatusCode.OK, (await studio.Client.GetAsync($"/api/{file}")).StatusCode);
    }
}
