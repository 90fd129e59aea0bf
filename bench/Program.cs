using DeepPuzzles.Bench;

switch (args)
{
    case ["step"]:
        TrainingStep.Run(python: null);
        return 0;
    case ["step", "--pytorch", var python]:
        TrainingStep.Run(python);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- step [--pytorch PYTHON]   PYTHON is an interpreter that has torch, such as /usr/bin/python3");
        return 2;
}
