namespace Atelier.Core;

/// <summary>
/// Something outside the program is wrong: a file, a download, the machine. The message is one sentence
/// for the person at the keyboard: what is wrong, where, and what to do. A front end prints it and nothing else.
/// </summary>
public abstract class AtelierException(string message, Exception? innerException = null) : Exception(message, innerException);
