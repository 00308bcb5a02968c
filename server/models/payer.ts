// Who owes: a household known to the commune by a code such as SISTEC560.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class Payer extends Model<InferAttributes<Payer>, InferCreationAttributes<Payer>> {
  declare id: string;
  declare code: string;
  declare name: string;
  declare nameKey: string;
  /** Its place in a list by family name. */
  declare sortKey: string;
  declare address: string;
  declare isPaperless: boolean;
  declare paperlessChangedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Payer.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      code: DataTypes.TEXT,
      name: DataTypes.TEXT,
      nameKey: DataTypes.TEXT,
      sortKey: DataTypes.TEXT,
      address: DataTypes.TEXT,
      isPaperless: DataTypes.BOOLEAN,
      paperlessChangedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'payers' });
  }
}
