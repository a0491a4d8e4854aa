namespace Switchyard.Hosting;

/// <summary>
/// Marks a grain method that may be called again when it is not known whether a call took effect: it only looks, or its
/// second effect is none. A front end repeats it over failures that pass; what grains call is never repeated by itself.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepeatableAttribute : Attribute;
