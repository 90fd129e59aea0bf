return DeepPuzzles.Bench.Commands.Run(args, Console.Out, Console.Error);
