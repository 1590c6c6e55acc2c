namespace Atelier.Core;

/// <summary>What an exception says, for people.</summary>
internal static class ExceptionSentence
{
    /// <summary>The message without what .NET adds for programmers: the parameter's name and the value, on lines of their own.</summary>
    public static string Of(Exception exception) => exception.Message.Split(" (Parameter", 2)[0].Split('\n')[0].TrimEnd();
}
