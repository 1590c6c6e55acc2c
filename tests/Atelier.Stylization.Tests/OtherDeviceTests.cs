using Atelier.Core;
using Atelier.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>Away from the CPU: see the tests of that name in Atelier.Models.Tests.</summary>
public sealed class OtherDeviceTests
{
    [Theory, InlineData(Recipe.Default), InlineData(Recipe.Lesson13)]
    public void Task_WithANetworkElsewhere_StartsThere(Recipe recipe)
    {
        using var scope = NewDisposeScope();
        using var encoder = new StagedEncoder("resnet18", NetworkCatalog.Create("resnet18", 10), new() { Device = META });
        var photo = zeros(1, 3, 32, 40);
        var inputs = new StylizationInputs(encoder, new() { Recipe = recipe, Size = 64 }, photo, [photo], start: null);
        Assert.Equal(DeviceType.META, inputs.Task(inputs.Plan(null)).Start.device_type);
    }

    [Fact]
    public void Losses_OnAnotherDevice_StayThere()
    {
        using var scope = NewDisposeScope();
        var features = empty(2, 32, 9, 7, device: META);
        using var content = new ContentLoss(empty(2, 32, 9, 7, device: META), 1);
        using var style = new GramLoss(empty(1, 32, 32, device: META), 1);
        var gradient = zeros_like(features);
        Assert.All((Tensor[])[
            content.Evaluate(features, gradient), style.Evaluate(features, gradient),
            TotalVariation.Evaluate(features, 1, gradient), GramMatrix.Compute(features)], value => Assert.Equal(DeviceType.META, value.device_type));
    }

    [Fact]
    public void Adam_WithAnImageElsewhere_GoesOnThereFromASavedState()
    {
        using var scope = NewDisposeScope();
        using var saved = new Adam();
        using var adam = new Adam { Device = META };
        saved.Step(ones(3), new(0, ones(3)), x => new(0, ones_like(x)))!.Dispose();
        using (var state = StateTree.Capture(saved))
            state.LoadInto(adam);
        var image = empty(3, device: META);
        using var next = adam.Step(image, new(0, empty(3, device: META)), x => new(0, empty_like(x)));
        Assert.Equal(DeviceType.META, next!.Gradient.device_type);
    }

    [Fact]
    public void Descent_TellsItsOptimizerWhereTheImageIs()
    {
        using var scope = NewDisposeScope();
        var adam = new Adam();
        using var descent = new Descent(empty(1, 3, 4, 4, device: META), adam, image => new(0, image));
        Assert.Equal((DeviceType.META, DeviceType.META), (descent.Image.device_type, adam.Device.type));
    }
}
