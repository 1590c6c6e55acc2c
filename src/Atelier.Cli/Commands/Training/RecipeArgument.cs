using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary>A recipe as given on the command line.</summary>
internal static class RecipeArgument
{
    /// <summary>Reads the text, or the file it names.</summary>
    /// <exception cref="UsageException">The text is not a recipe.</exception>
    /// <exception cref="RecipeException">The file is not a recipe.</exception>
    public static T Read<T>(string text, Func<Recipe, T> use)
    {
        try
        {
            return use(Recipe.Load(text));
        }
        catch (RecipeException e) when (!text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !File.Exists(text))
        {
            throw new UsageException(e.Message, e);
        }
    }
}
