namespace FineTune.Recipes;

/// <summary>What a model card says that depends on the task.</summary>
/// <param name="Pipeline">The hub's name of the task, e.g. <c>text-generation</c>.</param>
/// <param name="Task">The task in words.</param>
/// <param name="Facts">Lines of its table.</param>
/// <param name="Use">How to use the result; <c>PATH</c> stands for its folder.</param>
internal sealed record CardText(
    string Pipeline, string Task, IReadOnlyList<(string Name, string Value)> Facts, string Use);
