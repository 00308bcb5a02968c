// One line of the imported file with its verdict; refused ones stay readable.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { Verdict } from '../contract/schemas.ts';

export class ImportLine extends Model<InferAttributes<ImportLine>, InferCreationAttributes<ImportLine>> {
  declare batchId: string;
  declare line: number;
  declare verdict: Verdict;
  declare messages: string;
  declare raw: string;
  declare parsed: CreationOptional<string | null>;

  static define(sequelize: Sequelize): void {
    ImportLine.init({
      batchId: { type: DataTypes.TEXT, primaryKey: true },
      line: { type: DataTypes.INTEGER, primaryKey: true },
      verdict: DataTypes.TEXT,
      messages: DataTypes.TEXT,
      raw: DataTypes.TEXT,
      parsed: DataTypes.TEXT,
    }, { sequelize, tableName: 'import_lines', timestamps: false });
  }
}
