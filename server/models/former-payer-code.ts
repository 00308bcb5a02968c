// A code that a merge has retired: the files that still carry it speak of the payer that was kept.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class FormerPayerCode extends Model<InferAttributes<FormerPayerCode>, InferCreationAttributes<FormerPayerCode>> {
  declare codeKey: string;
  declare code: string;
  /** Of the payer that had it: a file may still spell that name. */
  declare nameKey: string;
  declare payerId: string;
  declare mergedAt: Date;

  static define(sequelize: Sequelize): void {
    FormerPayerCode.init({
      codeKey: { type: DataTypes.TEXT, primaryKey: true },
      code: DataTypes.TEXT,
      nameKey: DataTypes.TEXT,
      payerId: DataTypes.TEXT,
      mergedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'former_payer_codes', timestamps: false });
  }
}
