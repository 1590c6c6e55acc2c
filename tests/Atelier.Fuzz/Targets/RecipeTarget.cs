using System.Text;
using Atelier.Runs;

namespace Atelier.Fuzz;

/// <summary>Recipes of training, as a line of text and as JSON.</summary>
internal sealed class RecipeTarget() : FuzzTarget("recipe")
{
    public override IReadOnlyList<string> Words => ["sgdr(", "one_cycle(", "steps(", "constant(", "warm_up(", "lr=", "len=", "mult=", "[1e-4,1e-3]", ")+", ",", "opt=adam", "wd=1e-2", "size=64", "1e400", "-1", "NaN", "\"phases\":", "\"learning_rate\":", "null", "{", "}"];

    public override IEnumerable<byte[]> Seeds(string folder)
    {
        foreach (var text in new[]
        {
            "sgdr(lr=1e-2, cycles=2, len=1, mult=2)", "one_cycle(lr=1e-2, len=5, div=10, tail=0.1)", "steps(lr=1e-2, steps=3, len=2, factor=0.1)",
            "warm_up(epochs=1, div=100) + constant(lr=[1e-4,1e-3,1e-2], len=1, opt=adamw, wd=1e-2, size=64)",
        })
        {
            yield return Encoding.UTF8.GetBytes(text);
            yield return Encoding.UTF8.GetBytes(Recipe.Parse(text).ToJson());
        }
    }

    public override string Read(byte[] input, string folder)
    {
        var text = Encoding.UTF8.GetString(input);
        var recipe = text.StartsWith('{') || text.StartsWith('[') ? Recipe.FromJson(text) : Recipe.Parse(text);
        // What is read can be written, and is the same again.
        var json = recipe.ToJson();
        return Recipe.FromJson(json).ToJson() == json ? "recipe" : throw new InvalidDataException($"{json} is not the same when it is read again.");
    }
}
