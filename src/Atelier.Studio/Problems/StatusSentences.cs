namespace Atelier.Studio;

/// <summary>What to say where only a status is known, as routing and the web server leave it.</summary>
internal static class StatusSentences
{
    /// <summary>One sentence.</summary>
    public static string For(int status) => status switch
    {
        400 => "The request cannot be understood.",
        401 => "This studio asks for its API key.",
        404 => "There is nothing at this address.",
        405 => "This address does not take such a request.",
        406 => "The answer cannot be given in the form that was asked for.",
        408 => "The request came too slowly.",
        413 => "The request is larger than this studio takes.",
        415 => "The content is of a kind that this address does not take.",
        416 => "The file does not have that part.",
        429 => "Too many requests; wait a little.",
        503 => "The studio is busy or stopping; try again in a moment.",
        504 => "The answer took too long and was given up.",
        >= 500 => "Something went wrong in the studio; its log says more.",
        _ => "The request cannot be served.",
    };
}
