using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Jobs;

namespace Atelier.Studio.Tests;

/// <summary>The API serves the one schema of the request, and states nothing of it again.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Schema_IsThatOfTheRequest_FieldByField()
    {
        await using var studio = await Studio.StartAsync();
        var schema = await (await studio.Client.GetAsync("/api/v1/schema")).ShouldBeAsync(HttpStatusCode.OK);
        var settings = schema["settings"]!.AsArray().ToDictionary(setting => setting!["name"]!.GetValue<string>(), setting => setting!);
        Assert.Equal(JobRequest.Schema.Settings.Select(setting => setting.Name), settings.Keys);
        foreach (var setting in JobRequest.Schema.Settings)
        {
            var served = settings[setting.Name];
            Assert.Equal((setting.Label, setting.Description), (served["label"]!.GetValue<string>(), served["description"]!.GetValue<string>()));
            Assert.Equal((setting.Least, setting.Most), (served["least"]?.GetValue<double>(), served["most"]?.GetValue<double>()));
            Assert.Equal(setting.Choices.Keys, served["choices"]!.AsObject().Select(choice => choice.Key));
            Assert.True(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(setting.Default), served["default"]), setting.Name);
        }
        Assert.Equal(JobRequest.Schema.Presets.Select(preset => preset.Name), schema["presets"]!.AsArray().Select(preset => preset!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task OpenApiDocument_HasTheRangesAndChoices()
    {
        await using var studio = await Studio.StartAsync();
        var document = await (await studio.Client.GetAsync("/openapi/v1.json")).ShouldBeAsync(HttpStatusCode.OK);
        var options = document["components"]!["schemas"]!["StylizationRequest"]!["properties"]!;
        foreach (var setting in JobRequest.Schema.Settings)
        {
            var described = options[setting.Name]!;
            Assert.Equal(setting.Description, described["description"]!.GetValue<string>());
            Assert.Equal((setting.Least, setting.Most), (described["minimum"]?.GetValue<double>(), described["maximum"]?.GetValue<double>()));
            Assert.Equal(setting.Choices.Keys, (described["enum"]?.AsArray() ?? []).Select(word => word!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task ValueBeyondItsRange_IsRefusedWithTheRange()
    {
        await using var studio = await Studio.StartAsync();
        var picture = await studio.AddAsync(Pictures.Png());
        var most = JobRequest.Schema["size"].Most;
        using var body = new StringContent(
            $$$"""{"content":"{{{picture}}}","styles":[{"image":"{{{picture}}}"}],"options":{"size":{{{most + 1}}}}}""", System.Text.Encoding.UTF8, "application/json");
        var sentence = await (await studio.Client.PostAsync("/api/v1/jobs", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains($"to {most}", sentence, StringComparison.Ordinal);
    }
}
