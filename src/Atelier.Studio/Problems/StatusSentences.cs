namespace Atelier.Studio;

/// <summary>Sentences for answers of which only the status is known, as routing and the web server leave them.</summary>
internal static class StatusSentences
{
    /// <summary>One sentence.</summary>
    public static string For(int status) => status switch
    {
        400 => "The request cannot be understood.",
        401 => "This studio requires its API key.",
        404 => "There is nothing at this address.",
        405 => "This address does not support that method.",
        406 => "The answer is not available in the requested format.",
        408 => "The request arrived too slowly.",
        413 => "The request is larger than this studio allows.",
        415 => "This address does not accept content of that type.",
        416 => "The file does not have that part.",
        429 => "Too many requests; wait a moment.",
        503 => "The studio is busy or stopping; try again in a moment.",
        504 => "The answer took too long.",
        >= 500 => "An unexpected error occurred in the studio; see its log.",
        _ => "The request cannot be served.",
    };
}
