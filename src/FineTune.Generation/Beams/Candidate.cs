namespace FineTune.Generation;

/// <summary>One way to go on: a beam of a prompt, and its next token.</summary>
/// <param name="Beam">The beam, from 0.</param>
/// <param name="Token">The token.</param>
/// <param name="LogProbability">Of the beam with the token; float32, as the reference adds it up.</param>
/// <param name="Finish">Why the beam ends with the token; null if it goes on.</param>
internal readonly record struct Candidate(int Beam, int Token, float LogProbability, FinishReason? Finish);
