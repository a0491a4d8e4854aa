namespace Switchyard.Client.Tasks;

internal static class Reflection
{
    public const string Warning = "Types are found by reflection. Give the JsonTypeInfo where the program is trimmed or compiled ahead of time.";
}
