namespace Switchyard.Tasks;

/// <summary>Settings of the Tasks door: section <c>Tasks</c>.</summary>
public sealed record TasksOptions;
