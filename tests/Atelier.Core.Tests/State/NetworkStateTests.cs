using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Core.Tests;

public sealed class NetworkStateTests
{
    [Fact]
    public void ReadInto_OfANetwork_CopiesParametersAndBuffers()
    {
        using var network = nn.BatchNorm1d(3);
        using var other = nn.BatchNorm1d(3);
        using (no_grad())
            foreach (var (_, value) in network.state_dict())
                value.fill_(Number(3));
        using var tree = StateTree.Capture(new Stateful(to => to.Write("network", network)));
        tree.LoadInto(new Stateful(load: from => from.ReadInto("network", other)));
        foreach (var (name, expected) in network.state_dict())
            TensorAssert.ShouldBe(other.state_dict()[name], expected, 0, 0);
    }

    [Fact]
    public void ReadInto_OfAnotherNetwork_SaysWhatDoesNotFit()
    {
        using var network = nn.Linear(2, 3);
        using var larger = nn.Linear(2, 4);
        using var tree = StateTree.Capture(new Stateful(to => to.Write("network", network)));
        Assert.Equal(
            "The saved state: 'network' does not fit the network: it differs in 2 tensors ('weight': expected [4,2], found [3,2], 'bias': expected [4], found [3]).",
            Assert.Throws<CheckpointException>(() => tree.Open().ReadInto("network", larger)).Message);
    }
}
