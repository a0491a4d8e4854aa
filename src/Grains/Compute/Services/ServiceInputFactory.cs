using System.Numerics;
using Switchyard.Compute.Services.Inputs;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services;

/// <summary>Makes an input from its configuration.</summary>
internal static class ServiceInputFactory
{
    /// <exception cref="InvalidServiceException">It cannot be made.</exception>
    public static ServiceInput Make(ServiceInputOptions options, VolumeCheck? volumes)
    {
        var name = options.Name ?? options.Id;
        return options.Type switch
        {
            ServiceInputType.Volume or ServiceInputType.File or ServiceInputType.Files when options.Default is not null =>
                throw new InvalidServiceException(nameof(options.Default), "a volume or a file has no default"),
            ServiceInputType.Volume => new VolumeInput(options.Id, options.Check ? volumes : null)
            {
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
            },
            ServiceInputType.File => new SingleFileInput(options.Id)
            {
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
            },
            ServiceInputType.Files => new FilesInput(options.Id)
            {
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
            },
            ServiceInputType.Float => new FloatInput(options.Id)
            {
                Minimum = options.Minimum,
                Maximum = options.Maximum,
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
                Default = ParseFloat(options.Default),
            },
            ServiceInputType.Int => new IntInput(options.Id)
            {
                Minimum = options.Minimum,
                Maximum = options.Maximum,
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
                Default = ParseInt(options.Default),
            },
            ServiceInputType.String => new StringInput(options.Id)
            {
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
                Default = options.Default ?? "",
            },
            ServiceInputType.Boolean => new BooleanInput(options.Id)
            {
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
                Default = ParseBoolean(options.Default),
            },
            ServiceInputType.SingleChoice => new SingleChoiceInput(options.Id, Choices(options))
            {
                Name = name,
                Description = options.Description,
                Optional = options.Optional,
                Default = ParseChoice(options),
            },
            ServiceInputType.PointList3D => MakePoints(options, name),
            _ => throw new InvalidServiceException(
                nameof(options.Type), $"is missing: one of {string.Join(", ", Enum.GetNames<ServiceInputType>())}"),
        };
    }

    private static double ParseFloat(string? text) =>
        text is null ? 0
        : PythonFloat.TryParse(text, out var value) && double.IsFinite(value) ? value
        : throw new InvalidServiceException(nameof(ServiceInputOptions.Default), $"'{text}' is not a finite number");

    private static BigInteger ParseInt(string? text) =>
        text is null ? 0
        : PythonDigits.TryParseInteger(text, out var value) ? value
        : throw new InvalidServiceException(nameof(ServiceInputOptions.Default), $"'{text}' is not a whole number");

    private static bool ParseBoolean(string? text) =>
        text is null ? false
        : bool.TryParse(text, out var value) ? value
        : throw new InvalidServiceException(nameof(ServiceInputOptions.Default), $"'{text}' is not true or false");

    private static IReadOnlyList<string> Choices(ServiceInputOptions options) =>
        options.Choices.Count > 0
            ? options.Choices
            : throw new InvalidServiceException(nameof(options.Choices), "a single choice needs choices");

    private static string ParseChoice(ServiceInputOptions options) =>
        options.Default is null ? options.Choices[0]
        : options.Choices.Contains(options.Default) ? options.Default
        : throw new InvalidServiceException(
            nameof(options.Default), $"'{options.Default}' is not one of {string.Join(", ", options.Choices)}");

    private static PointList3DInput MakePoints(ServiceInputOptions options, string name)
    {
        if (options.NumberEntries is < 1)
        {
            throw new InvalidServiceException(nameof(options.NumberEntries), $"{options.NumberEntries} is not at least 1");
        }

        var input = new PointList3DInput(options.Id)
        {
            Name = name,
            Description = options.Description,
            Optional = options.Optional,
            NumberEntries = options.NumberEntries ?? PointList3DInput.AnyNumber,
            Default = options.Default ?? "",
        };
        try
        {
            _ = input.DefaultValue;
            return input;
        }
        catch (InputRefusedException refused)
        {
            throw new InvalidServiceException(nameof(options.Default), $"'{options.Default}' is no such list of points: {refused.Message}");
        }
    }
}
