using System.Net;

namespace Atelier.Studio.Tests;

public sealed class StatusTests
{
    [Fact]
    public async Task Status_TellsWhatMayBeAsked()
    {
        await using var studio = await Studio.StartAsync(new() { MaxQueued = 7, MaxPixels = 1_000_000, MaxUploadBytes = 12_345 });
        var status = await (await studio.Client.GetAsync("/api/v1/status")).ShouldBeAsync(HttpStatusCode.OK);
        Assert.Matches(@"^\d+\.\d+\.\d+", status["version"]!.GetValue<string>());
        Assert.Equal(("cpu", 1, 0, 0), (
            status["device"]!.GetValue<string>(), status["workers"]!.GetValue<int>(), status["running"]!.GetValue<int>(), status["queued"]!.GetValue<int>()));
        Assert.Equal("""{"maxPixels":1000000,"maxUploadBytes":12345,"maxQueued":7}""", status["limits"]!.ToJsonString());
        await (await studio.Client.GetAsync("/api/v1/health")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Networks_HaveTheEmbeddedOne_AsTheDefault()
    {
        await using var studio = await Studio.StartAsync();
        var networks = (await (await studio.Client.GetAsync("/api/v1/networks")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray();
        var network = Assert.Single(networks, network => network!["isDefault"]!.GetValue<bool>())!;
        Assert.Equal(("atelier", true), (network["name"]!.GetValue<string>(), network["isHere"]!.GetValue<bool>()));
        Assert.DoesNotContain("/", networks.ToJsonString(), StringComparison.Ordinal);
    }
}
