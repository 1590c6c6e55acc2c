namespace Atelier.Models.Tests;

public sealed class FactorizedPairsTests
{
    [Theory]
    [InlineData("inception_v3", 7, 17)]
    [InlineData("inception_v3", 3, 0)]
    [InlineData("inception_resnet_v2", 7, 20)]
    [InlineData("inception_resnet_v2", 3, 10)]
    public void In_OfANetwork_AreThoseInLine_NotThoseSideBySide(string name, int length, int count)
    {
        using var network = NetworkCatalog.Create(name, 10);
        Assert.Equal(count, FactorizedPairs.In(network, 299).Count(pair => pair.Length == length));
    }

    [Fact]
    public void Pair_OfTheLessonsBlock_SavesAsTheFormulaSays()
    {
        var pair = new FactorizedPair("repeat_1.0.branch1", 7, 128, 160, 192, 17);
        Assert.Equal((7 * 128 * 160 + 7 * 160 * 192, 49 * 128 * 192), (pair.Parameters, pair.WholeParameters));
        Assert.Equal((289 * pair.Parameters, 289 * pair.WholeParameters), (pair.MultiplyAdds, pair.WholeMultiplyAdds));
        using var network = NetworkCatalog.Create("inception_resnet_v2", 10);
        Assert.Contains(pair, FactorizedPairs.In(network, 299));
    }
}
